/**
 * Pipeline stage: checker → gate. Which property of a name is meant: that of one declaration, told by the place where it
 * stands.
 */
export type DeclaredProperty = string;

/** All that libraries declare under one name: they hand on under it what they were given under it. */
export const OF_LIBRARIES: DeclaredProperty = "library";
