/**
 * Pipeline stage: value flow. JSX: a component is a function that is called with one object of props; intrinsic tags
 * take their children in and hand nothing on but the element, which carries what was put into it.
 */
import type { Expression } from "../graph/expression.js";
import { callReferences, functionsIn } from "./call-dispatch.js";
import { evaluate } from "./expressions.js";
import type { PassedArgument } from "./flow-problem.js";
import type { FunctionReference } from "./functions.js";
import { newObject, plainSlot, type AbstractObject } from "./heap.js";
import { withSpread } from "./literals.js";
import type { Frame, Machine } from "./machine.js";
import { schedule } from "./tasks.js";
import { joinAll, joinValues, NOTHING, UNDEFINED, UNKNOWN, type Value } from "./value.js";

type JsxExpression = Extract<Expression, { kind: "jsx" }>;

export function evaluateJsx(machine: Machine, frame: Frame, expression: JsxExpression): Value {
  const tag = expression.tag === undefined ? undefined : evaluate(machine, frame, expression.tag);
  const parts: PassedArgument[] = [];
  let props = newObject({ kind: "record" });
  for (const [index, attribute] of expression.attributes.entries()) {
    const value = evaluate(machine, frame, attribute.value);
    if (machine.isDead()) return NOTHING;
    parts.push({
      value,
      expression: attribute.value,
      site: attribute.site,
      spread: attribute.kind === "spread",
      ...(attribute.kind === "spread" ? { replaced: namesAfter(expression, index) } : {}),
    });
    props =
      attribute.kind === "spread"
        ? withSpread(machine, frame, props, value, attribute.site)
        : { ...props, slots: new Map(props.slots).set(attribute.name, plainSlot(value)) };
  }
  const children = expression.children.map((child) => evaluate(machine, frame, child));
  if (machine.isDead()) return NOTHING;
  for (const [index, child] of expression.children.entries()) {
    parts.push({ value: children[index] ?? NOTHING, expression: child, site: undefined, spread: false });
  }
  if (children.length > 0) props = withChildren(props, children);
  const isComponent = tag !== undefined && expression.tag?.kind !== "constant";
  const rendered = isComponent ? renderComponent(machine, frame, expression, tag, props, parts) : NOTHING;
  if (machine.isDead()) return NOTHING;
  if (isComponent) return joinValues(rendered, UNKNOWN);
  offerHandlers(machine, frame, expression, parts);
  const held = machine.make(
    frame,
    expression.site,
    "element",
    { kind: "record" },
    { ...props, exact: false },
  );
  return held;
}

/** `<Card {...account} phone="" />`: an attribute replaces what was spread before it. */
function namesAfter({ attributes }: JsxExpression, index: number): ReadonlySet<string> {
  const later = attributes.slice(index + 1);
  return new Set(later.flatMap((attribute) => (attribute.kind === "property" ? [attribute.name] : [])));
}

/** Functions that an element is given (handlers, refs) may be called at any later time. */
function offerHandlers(
  machine: Machine,
  frame: Frame,
  expression: JsxExpression,
  parts: readonly PassedArgument[],
): void {
  for (const [index, { value }] of parts.entries()) {
    const callable = functionsIn(machine, value).some(({ kind }) => kind === "procedure" || kind === "bound");
    if (!callable) continue;
    schedule(machine, frame, expression.site, `handler ${String(index)}`, {
      callee: value,
      receiver: UNDEFINED,
      values: [UNKNOWN, UNKNOWN],
      then: undefined,
      when: "event",
    });
  }
}

function withChildren(props: AbstractObject, children: readonly Value[]): AbstractObject {
  return { ...props, slots: new Map(props.slots).set("children", plainSlot(joinAll(children))) };
}

function renderComponent(
  machine: Machine,
  frame: Frame,
  expression: JsxExpression,
  tag: Value,
  props: AbstractObject,
  parts: readonly PassedArgument[],
): Value {
  const address = machine.book.addressOf(frame.context, frame.file, expression.site, "props");
  const passed = machine.allocate(address, props);
  const site = expression.tag?.site ?? expression.site;
  const found = functionsIn(machine, tag);
  const origin = found.length === 0 ? machine.view.originAt(frame.file, site) : undefined;
  const references: FunctionReference[] =
    found.length > 0 ? found : [{ kind: "unknown", origin, address: undefined }];
  return callReferences(machine, frame, references, {
    site: expression.site,
    calleeSite: site,
    receiver: UNDEFINED,
    arguments: {
      values: [{ value: passed, expression: undefined, site: undefined, spread: false }],
      rest: undefined,
    },
    written: [],
    construct: false,
    parts,
  });
}
