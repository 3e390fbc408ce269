/**
 * The types-only entry `eslint-plugin-purpose/brand`: the compiler erases it, so that it costs a bundle nothing.
 *
 * @example
 * import type { SecurityContact } from "eslint-plugin-purpose/brand";
 * interface Account { id: string; securityPhone: SecurityContact | null }
 */
declare const label: unique symbol;

/** A `T` that carries label `L`. It can be used as a `T`; a plain `T` can't be used as one. */
export type Labelled<T, L extends string> = T & { readonly [label]: L };

/** A phone number or e-mail address given to keep an account safe (two-factor, unlocking, sign-up checks). */
export type SecurityContact = Labelled<string, "SecurityContact">;
