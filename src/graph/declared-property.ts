/**
 * Pipeline stage: checker → gate. Which property of a name is meant: that of one declaration, told by the place where it
 * stands.
 */
export type DeclaredProperty = string;

/** What is a property of one type becomes one of another: where a value of the one stands where the other is expected. */
export interface PropertyFlow {
  readonly name: string;
  readonly from: DeclaredProperty;
  readonly to: DeclaredProperty;
}

/** All that libraries declare under one name: they hand on under it what they were given under it. */
export const OF_LIBRARIES: DeclaredProperty = "library";
