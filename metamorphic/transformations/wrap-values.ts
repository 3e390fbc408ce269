/** `const key = tidy(phone);` becomes `const key = new (class { readonly held = tidy(phone); })().held;`. */
import { computationsIn } from "../expressions.js";
import { editEachCase, isJavaScript } from "../sources.js";

export const wrapValues = editEachCase("wrapping in a class", (file) =>
  [...computationsIn(file)].flatMap(({ expression }) => {
    const start = expression.getStart();
    const field = isJavaScript(file) ? "held" : "readonly held";
    return [
      { start, end: start, text: `new (class { ${field} = ` },
      { start: expression.end, end: expression.end, text: "; })().held" },
    ];
  }),
);
