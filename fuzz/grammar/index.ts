/**
 * The grammar: all rules of statements and expressions, and what may stand at the top level of a file.
 */
import type { Grammar, Here } from "../here.js";
import type { Construct } from "../constructs.js";
import type { Lines } from "../lines.js";
import { ASSIGNMENTS } from "./assignments.js";
import { CALLBACK_EXPRESSIONS, CALLBACK_STATEMENTS } from "./callbacks.js";
import { CHOICE_EXPRESSIONS, CHOICE_STATEMENTS } from "./choices.js";
import { CLASS_STATEMENTS, declaredClass } from "./classes.js";
import { EXCEPTIONS } from "./exceptions.js";
import { declaredFunction, FUNCTION_EXPRESSIONS, FUNCTIONS } from "./functions.js";
import { declaredGenerator, GENERATOR_EXPRESSIONS, GENERATOR_STATEMENTS } from "./generators.js";
import { literalOf } from "./literals.js";
import { LOOPS } from "./loops.js";
import { PATTERN_EXPRESSIONS, PATTERN_STATEMENTS } from "./patterns.js";
import { placesOf } from "./places.js";
import { declaredAsync, PROMISE_EXPRESSIONS, PROMISE_STATEMENTS } from "./promises.js";
import { SINKS } from "./sinks.js";
import { TEXT_RULES } from "./texts.js";

export const GRAMMAR: Grammar = {
  statements: [
    ...ASSIGNMENTS,
    ...SINKS,
    ...CHOICE_STATEMENTS,
    ...LOOPS,
    ...EXCEPTIONS,
    ...FUNCTIONS,
    ...CALLBACK_STATEMENTS,
    ...PATTERN_STATEMENTS,
    ...CLASS_STATEMENTS,
    ...GENERATOR_STATEMENTS,
    ...PROMISE_STATEMENTS,
  ],
  expressions: [
    ...TEXT_RULES,
    ...CHOICE_EXPRESSIONS,
    ...FUNCTION_EXPRESSIONS,
    ...CALLBACK_EXPRESSIONS,
    ...PATTERN_EXPRESSIONS,
    ...GENERATOR_EXPRESSIONS,
    ...PROMISE_EXPRESSIONS,
  ],
  literal: literalOf,
  places: placesOf,
};

/** Declarations at the top level of a file. */
export const DECLARATIONS: readonly { readonly construct: Construct; write(here: Here): Lines }[] = [
  { construct: "functions", write: declaredFunction },
  { construct: "classes", write: declaredClass },
  { construct: "inheritance", write: declaredClass },
  { construct: "generators", write: declaredGenerator },
  { construct: "async", write: declaredAsync },
];
