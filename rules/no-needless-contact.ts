/**
 * purpose/no-needless-contact: reports code of a contactless purpose that still requires a security contact. Two-factor
 * authentication by an app or a key must not need a phone number.
 */
import { checkFile, locationOf, SET_UP_MESSAGES, type SetUpMessageId } from "./checked-file.js";
import { createRule } from "./create-rule.js";

type MessageId = "parameter" | "field" | "value" | "input" | "makeOptional" | SetUpMessageId;

export default createRule<[], MessageId>({
  name: "no-needless-contact",
  meta: {
    type: "problem",
    docs: {
      description: "disallow requiring a security contact in code whose purpose needs none",
      recommended: true,
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    schema: [],
    messages: {
      parameter:
        "`{{name}}` requires a security contact in code for {{purpose}}, which needs none: take it as optional, or leave it out.",
      field:
        "The field `{{name}}` requires a security contact in code for {{purpose}}, which needs none: make it optional, or leave it out.",
      value:
        "`{{name}}` is required as a security contact in code for {{purpose}}, which needs none: let it be missing, or leave it out.",
      input:
        "The input `{{name}}` must be filled in with a contact in code for {{purpose}}, which needs none: let it be empty, or leave it out.",
      makeOptional: "Make it optional.",
      ...SET_UP_MESSAGES,
    },
  },
  create(context) {
    return checkFile(context, ({ source, questions }) => {
      for (const contact of questions.needlessContacts(source)) {
        const { kind, name, purpose, mend } = contact;
        context.report({
          loc: locationOf(context.sourceCode, contact),
          messageId: kind,
          data: { name, purpose },
          suggest:
            mend.length === 0
              ? []
              : [
                  {
                    messageId: "makeOptional",
                    fix: (fixer) =>
                      mend.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text)),
                  },
                ],
        });
      }
    });
  },
});
