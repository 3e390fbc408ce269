/**
 * The end of the stack: all walks over code and types are recursive somewhere, also the compiler's, and code can be nested deeper
 * than any of them gets. Whoever finds that out leaves the innermost part that it can leave out, notes the place, and goes on.
 */

/** How it is called among the bounds: the only one that counts no work, since the machine sets it. */
export const END_OF_STACK = "END_OF_STACK";

export function isEndOfStack(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes("call stack");
}
