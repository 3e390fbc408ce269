/**
 * Kept: plain data with numbers in it that only name something (sites, variables, scope records). Two data that differ in
 * nothing but such numbers have the same form: they are counted anew, in the order in which they come up.
 */

type Naming = "site" | "record" | "variable";

/** What a number means by the property that it stands in. Others count as they are. */
const NAMED: Readonly<Record<string, Naming>> = {
  site: "site",
  calleeSite: "site",
  specifier: "site",
  memberOf: "site",
  record: "record",
  captures: "record",
  variable: "variable",
};

export class NumberedForm {
  readonly #parts: string[] = [];
  readonly #names: Readonly<Record<Naming, Map<number, number>>> = {
    site: new Map(),
    record: new Map(),
    variable: new Map(),
  };

  add(value: unknown, key = ""): void {
    switch (typeof value) {
      case "number":
        this.#parts.push(this.#number(value, key));
        return;
      case "string":
        this.#parts.push(JSON.stringify(value));
        return;
      case "object":
        if (value === null) break;
        if (Array.isArray(value)) this.#list(value, key);
        else if (value instanceof Map) this.#list([...value], key);
        else if (value instanceof Set) this.#list([...value], key);
        else this.#record(value);
        return;
      case "bigint":
        this.#parts.push(`${String(value)}n`);
        return;
      case "boolean":
      case "undefined":
        break;
      case "symbol":
      case "function":
        throw new Error(`${key} is no data.`);
    }
    this.#parts.push(String(value));
  }

  /** Variables in the order in which they came up. */
  variables(): readonly number[] {
    return [...this.#names.variable.keys()];
  }

  text(): string {
    return this.#parts.join(" ");
  }

  #list(values: readonly unknown[], key: string): void {
    this.#parts.push("[");
    for (const value of values) this.add(value, key);
    this.#parts.push("]");
  }

  #record(value: object): void {
    this.#parts.push("{");
    const isPrivate = "kind" in value && value.kind === "private";
    for (const [key, part] of Object.entries(value) as [string, unknown][]) {
      this.#parts.push(key);
      if (isPrivate && key === "name" && typeof part === "string") this.#privateName(part);
      else this.add(part, key);
    }
    this.#parts.push("}");
  }

  /** `#key@12`: of the class at site 12. */
  #privateName(name: string): void {
    const [, text = name, site] = /^(.*)@(\d+)$/.exec(name) ?? [];
    this.add(text);
    if (site !== undefined) this.add(Number(site), "site");
  }

  #number(value: number, key: string): string {
    const naming = NAMED[key];
    // The module's own record is 0 everywhere.
    if (naming === undefined || (naming === "record" && value === 0))
      return Object.is(value, -0) ? "-0" : String(value);
    const names = this.#names[naming];
    const known = names.get(value) ?? names.size;
    names.set(value, known);
    return `${naming}${String(known)}`;
  }
}
