/**
 * Pipeline stage: checker → value flow. What a generic function *declares* about the values that go in and come out, as
 * plain data: where a value of one of its type parameters stands. A function that knows nothing of `T` can only hand on
 * the values of type `T` that it was given (parametricity; Wadler, "Theorems for free!", 1989): so its declaration says
 * what flows where, without a flow model.
 */

/** @example `<T>(list: T[], key: (item: T) => string): Record<string, T>` */
export type TypeForm =
  /** Nothing that carries anything: numbers, flags, literals, records of the program's own. */
  | { readonly kind: "nothing" }
  /** Text, bytes, `any`, an object of a library: made of whatever the function was given. */
  | { readonly kind: "text" }
  /** `T` */
  | { readonly kind: "parameter"; readonly name: string }
  /** `T[K]` */
  | { readonly kind: "property"; readonly object: TypeForm; readonly key: TypeForm }
  /** `Awaited<T>` */
  | { readonly kind: "awaited"; readonly of: TypeForm }
  /** `Pick<T, …>`, `Omit`, `Partial`: some of the properties. */
  | { readonly kind: "picked"; readonly of: TypeForm }
  /** A type that the compiler computes from `T`: a form of it, or what is in it (`T extends Box<infer U> ? U : …`). */
  | { readonly kind: "computed"; readonly of: TypeForm; readonly content: boolean }
  | MappedForm
  | ContainerForm
  | RecordForm
  | FunctionForm
  | { readonly kind: "either"; readonly of: readonly TypeForm[] };

/** `{ [K in keyof T]: Box<T[K]> }`: each part of it is a form of the same part of `T`, which `item` stands for in `each`. */
export interface MappedForm {
  readonly kind: "mapped";
  readonly of: TypeForm;
  readonly item: string;
  readonly each: TypeForm;
}

export interface ContainerForm {
  readonly kind: "container";
  readonly detail: "array" | "set" | "map" | "promise" | "iterator";
  readonly element: TypeForm;
  /** Of a map. */
  readonly key: TypeForm | undefined;
  /** Of a tuple. */
  readonly places: readonly TypeForm[] | undefined;
}

export interface RecordForm {
  readonly kind: "record";
  readonly properties: ReadonlyMap<string, TypeForm>;
  /** Under any other name. */
  readonly rest: TypeForm | undefined;
  /** What the names are, where they are computed. */
  readonly keys: TypeForm | undefined;
  /** The type arguments of a library's class or interface, by the names of its type parameters. */
  readonly contents: ReadonlyMap<string, TypeForm>;
}

export interface FunctionForm {
  readonly kind: "function";
  readonly parameters: readonly TypeForm[];
  /** The list of all further parameters. */
  readonly rest: TypeForm | undefined;
  readonly result: TypeForm;
  /** `(...args: Parameters<T>) => ReturnType<T>`: whoever calls it calls what `T` is. */
  readonly invokes: string | undefined;
  /** As of a record: of what can be called and holds something besides (the context of a component tree). */
  readonly contents: ReadonlyMap<string, TypeForm>;
}

export interface SignatureForm extends FunctionForm {
  /** Type parameters of the class or interface that the method belongs to: their values are in what it is called on. */
  readonly outer: readonly string[];
}

/** A function of which nothing is declared: it may be given text, and give some. */
export const ANY_FUNCTION: FunctionForm = {
  kind: "function",
  parameters: Array.from({ length: 4 }, () => ({ kind: "text" as const })),
  rest: undefined,
  result: { kind: "text" },
  invokes: undefined,
  contents: new Map(),
};

export const NO_FORM: TypeForm = { kind: "nothing" };

/** A function in a table that is handed over: what it is given, its own parameters' types say. */
export const QUIET_FUNCTION: FunctionForm = {
  ...ANY_FUNCTION,
  parameters: Array.from({ length: 4 }, () => NO_FORM),
  result: NO_FORM,
};
export const TEXT_FORM: TypeForm = { kind: "text" };

/** Is there a place of a type parameter in it, a callback's own parameters included? */
export function mentionsParameter(form: TypeForm): boolean {
  switch (form.kind) {
    case "nothing":
    case "text":
      return false;
    case "parameter":
      return true;
    case "property":
      return mentionsParameter(form.object);
    case "awaited":
    case "picked":
    case "computed":
    case "mapped":
      return mentionsParameter(form.of);
    case "container":
      return [form.element, form.key ?? NO_FORM, ...(form.places ?? [])].some(mentionsParameter);
    case "record":
      return [...form.properties.values(), form.rest ?? NO_FORM, ...form.contents.values()].some(
        mentionsParameter,
      );
    case "function":
      return (
        form.invokes !== undefined ||
        [...form.parameters, form.rest ?? NO_FORM, form.result, ...form.contents.values()].some(
          mentionsParameter,
        )
      );
    case "either":
      return form.of.some(mentionsParameter);
  }
}

/** Forms of a choice, flat and without what carries nothing. */
export function eitherOf(forms: readonly TypeForm[]): TypeForm {
  const flat = forms.flatMap((form) => (form.kind === "either" ? form.of : [form]));
  const names = new Set<string>();
  const kept = flat.filter((form) => {
    if (form.kind === "nothing") return false;
    const key = form.kind === "parameter" ? `parameter ${form.name}` : form.kind === "text" ? "text" : "";
    const isNew = key === "" || !names.has(key);
    names.add(key);
    return isNew;
  });
  const [first, ...others] = kept;
  if (first === undefined) return NO_FORM;
  return others.length === 0 ? first : { kind: "either", of: kept };
}

/** The form with others in the place of type parameters: what an alias means for its arguments. */
export function substituted(form: TypeForm, given: ReadonlyMap<string, TypeForm>): TypeForm {
  return rewritten(form, (part) => (part.kind === "parameter" ? given.get(part.name) : undefined));
}

/** The form with each part of it replaced for which there is something else. */
export function rewritten(form: TypeForm, other: (part: TypeForm) => TypeForm | undefined): TypeForm {
  const given = other(form);
  if (given !== undefined) return given;
  const of = (part: TypeForm): TypeForm => rewritten(part, other);
  const ofEach = (parts: ReadonlyMap<string, TypeForm>): ReadonlyMap<string, TypeForm> =>
    new Map([...parts].map(([name, part]) => [name, of(part)]));
  switch (form.kind) {
    case "nothing":
    case "text":
    case "parameter":
      return form;
    case "property":
      return { ...form, object: of(form.object), key: of(form.key) };
    case "awaited":
    case "picked":
    case "computed":
      return { ...form, of: of(form.of) };
    case "mapped":
      return { ...form, of: of(form.of), each: of(form.each) };
    case "container":
      return {
        ...form,
        element: of(form.element),
        key: form.key && of(form.key),
        places: form.places?.map(of),
      };
    case "record":
      return {
        kind: "record",
        properties: ofEach(form.properties),
        rest: form.rest && of(form.rest),
        keys: form.keys && of(form.keys),
        contents: ofEach(form.contents),
      };
    case "function":
      return {
        ...form,
        parameters: form.parameters.map(of),
        rest: form.rest && of(form.rest),
        result: of(form.result),
        contents: ofEach(form.contents),
      };
    case "either":
      return eitherOf(form.of.map(of));
  }
}

/** Type parameters whose values are in what has the form. */
export function namesIn(form: TypeForm): readonly string[] {
  switch (form.kind) {
    case "parameter":
      return [form.name];
    case "property":
      return namesIn(form.object);
    case "awaited":
    case "picked":
    case "computed":
    case "mapped":
      return namesIn(form.of);
    case "container":
      return [form.element, form.key ?? NO_FORM, ...(form.places ?? [])].flatMap(namesIn);
    case "record":
      return [
        ...form.properties.values(),
        ...form.contents.values(),
        form.rest ?? NO_FORM,
        form.keys ?? NO_FORM,
      ].flatMap(namesIn);
    case "either":
      return form.of.flatMap(namesIn);
    case "function":
      return [...form.contents.values()].flatMap(namesIn);
    case "nothing":
    case "text":
      return [];
  }
}
