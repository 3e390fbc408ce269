/**
 * Pipeline stage: models → gate. What functions of libraries do, as far as their last name tells.
 */
export interface MethodNames {
  /** Some library has a function of this name. */
  isKnown(name: string): boolean;
  /** One of them keeps what it is given in what it is called on. */
  keeps(name: string): boolean;
  /** One of them, called on nothing, keeps it in another argument. */
  keepsInArguments(name: string): boolean;
  /** One of them puts what it is called on into an argument. */
  fillsArguments(name: string): boolean;
  /** What one of them gives may be the outcome of a match. */
  matches(name: string): boolean;
  /** Functions that are put in come out again, to be called by the program: collections, `bind`, `freeze`. */
  keepsFunctions(name: string): boolean;
  givesFunctions(name: string): boolean;
  passesFunctions(name: string): boolean;
}
