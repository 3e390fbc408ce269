/**
 * Where the generator stands while it writes: the variables in sight, what the code around allows, and the grammar's
 * rules, from which each statement and expression is chosen at random.
 */
import type { Construct } from "./constructs.js";
import type { Lines } from "./lines.js";
import type { Random } from "./random.js";
import { isSameShape, type ClassPlan, type Shape } from "./shapes.js";

export interface Variable {
  readonly name: string;
  readonly shape: Shape;
  readonly mutable: boolean;
}

/** What the surrounding code allows. */
export interface Within {
  readonly async: boolean;
  readonly generator: boolean;
  readonly loop: boolean;
  /** What `return` takes; nothing where there is none to be written. */
  readonly returns?: Shape;
}

export interface StatementRule {
  readonly construct: Construct;
  readonly weight: number;
  write(here: Here): Lines | undefined;
}

export interface ExpressionRule {
  readonly construct: Construct;
  readonly weight: number;
  /** An expression of the shape, or nothing if the rule has none. `depth` is how deep it may still nest. */
  write(here: Here, shape: Shape, depth: number): string | undefined;
}

export interface Grammar {
  readonly statements: readonly StatementRule[];
  readonly expressions: readonly ExpressionRule[];
  /** Values without parts from elsewhere: what is written where nothing else fits. */
  literal(here: Here, shape: Shape, depth: number): string;
  /** Reads of what is in scope that give the shape. */
  places(here: Here, shape: Shape, depth: number): readonly string[];
}

/** What belongs to the whole program that is being written. */
export interface ProgramPlan {
  readonly random: Random;
  readonly constructs: ReadonlySet<Construct>;
  /** How likely a text written out is a contact. */
  readonly contacts: number;
  readonly classes: ClassPlan[];
  readonly used: Set<Construct>;
  names: number;
  sinks: number;
  /** Statements that may still be written. */
  statements: number;
}

const DEEPEST_BLOCK = 3;
const DEEPEST_EXPRESSION = -1;

export class Here {
  constructor(
    readonly grammar: Grammar,
    readonly program: ProgramPlan,
    private readonly variables: Variable[],
    readonly within: Within,
    readonly depth = 0,
  ) {}

  get random(): Random {
    return this.program.random;
  }

  /** The same place, in a scope of its own. */
  nested(within: Partial<Within> = {}, variables: readonly Variable[] = []): Here {
    const all = [...this.variables, ...variables];
    return new Here(this.grammar, this.program, all, { ...this.within, ...within }, this.depth + 1);
  }

  /** Within the body of a function: what `returns` says, and nothing of the code around. */
  inFunction(within: Partial<Within>, variables: readonly Variable[] = []): Here {
    const outside: Within = { async: false, generator: false, loop: false };
    const all = [...this.variables, ...variables];
    return new Here(this.grammar, this.program, all, { ...outside, ...within }, this.depth + 1);
  }

  /** As `inFunction`, for functions that have a `this` of their own. */
  inOwnFunction(within: Partial<Within>, variables: readonly Variable[] = []): Here {
    const outside: Within = { async: false, generator: false, loop: false };
    const all = [...this.variables.filter(({ name }) => !name.startsWith("this")), ...variables];
    return new Here(this.grammar, this.program, all, { ...outside, ...within }, this.depth + 1);
  }

  declare(variable: Variable): void {
    this.variables.push(variable);
  }

  visible(): readonly Variable[] {
    return this.variables;
  }

  ofKind(kind: Shape["kind"]): readonly Variable[] {
    return this.variables.filter(({ shape }) => shape.kind === kind);
  }

  ofShape(shape: Shape): readonly Variable[] {
    return this.variables.filter((variable) => isSameShape(variable.shape, shape));
  }

  name(prefix: string): string {
    this.program.names += 1;
    return `${prefix}${String(this.program.names)}`;
  }

  allows(construct: Construct): boolean {
    return construct === "core" || this.program.constructs.has(construct);
  }

  expression(shape: Shape, depth = 2): string {
    const { random, grammar } = this;
    // Arguments of calls nest, too: below, only what is written out ends it.
    if (depth < DEEPEST_EXPRESSION) return grammar.literal(this, shape, depth - 1);
    if (random.chance(depth > 0 ? 0.4 : 0.7)) {
      const place = random.any(grammar.places(this, shape, depth - 1));
      if (place !== undefined) return place;
    }
    if (depth > 0 && random.chance(0.7)) {
      for (const rule of this.drawn(grammar.expressions)) {
        const text = rule.write(this, shape, depth - 1);
        if (text === undefined) continue;
        this.program.used.add(rule.construct);
        return text;
      }
    }
    return grammar.literal(this, shape, depth - 1);
  }

  /** Up to `most` statements, in this scope. */
  statements(most: number): Lines {
    const lines: Lines[] = [];
    const count = 1 + this.random.below(most);
    for (let written = 0; written < count && this.program.statements > 0; written++) {
      this.program.statements -= 1;
      lines.push(this.statement());
    }
    return lines.flat();
  }

  /** Statements in a scope of their own. */
  block(most: number, within: Partial<Within> = {}, variables: readonly Variable[] = []): Lines {
    return this.nested(within, variables).statements(this.depth >= DEEPEST_BLOCK ? 1 : most);
  }

  private statement(): Lines {
    for (const rule of this.drawn(this.grammar.statements)) {
      const lines = rule.write(this);
      if (lines === undefined) continue;
      this.program.used.add(rule.construct);
      return lines;
    }
    return [];
  }

  /** Some rules in a random order, the heavier ones rather first. */
  private drawn<R extends { construct: Construct; weight: number }>(rules: readonly R[]): readonly R[] {
    const allowed = rules.filter(({ construct }) => this.allows(construct));
    const total = allowed.reduce((sum, { weight }) => sum + weight, 0);
    return Array.from({ length: 8 }, () => {
      let left = this.random.below(total);
      return allowed.find(({ weight }) => (left -= weight) < 0);
    }).filter((rule) => rule !== undefined);
  }
}
