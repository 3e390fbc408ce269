/**
 * purpose/no-label-erasure: reports where a labelled value is given a type without the label, so that the next reader,
 * and the checker, take it for plain text.
 */
import { checkFile, locationOf, SET_UP_MESSAGES, type SetUpMessageId } from "./checked-file.js";
import { createRule } from "./create-rule.js";

type MessageId = "asserted" | SetUpMessageId;

export default createRule<[], MessageId>({
  name: "no-label-erasure",
  meta: {
    type: "problem",
    docs: {
      description: "disallow giving labelled values a type without the label where nothing needs it",
      recommended: true,
      requiresTypeChecking: true,
    },
    schema: [],
    messages: {
      asserted:
        "`{{written}}` erases the label {{label}} of `{{value}}`{{part}}: from here on its type says nothing of what it may be used for.",
      ...SET_UP_MESSAGES,
    },
  },
  create(context) {
    return checkFile(context, ({ questions, source }) => {
      for (const erasure of questions.labelErasures(source)) {
        const { kind, lost, written, value } = erasure;
        const part = lost.path === "" ? "" : ` (at \`${lost.path}\`)`;
        const loc = locationOf(context.sourceCode, erasure);
        context.report({ loc, messageId: kind, data: { label: lost.label, part, written, value } });
      }
    });
  },
});
