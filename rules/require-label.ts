/**
 * purpose/require-label: reports declarations that, by their name or place, hold a security contact whose type does not
 * say so.
 */
import {
  checkFile,
  locationOf,
  SET_UP_MESSAGES,
  suggestion,
  type CheckedFile,
  type SetUpMessageId,
} from "./checked-file.js";
import { createRule } from "./create-rule.js";
import type { UnlabelledContact } from "../src/index.js";

type Options = [{ inSecurityCode?: "fields" | "all"; ignore?: string[] }];
type MessageId = "byName" | "byPlace" | "writeLabel" | SetUpMessageId;

/** The label that is there without any settings. */
const LABEL = "SecurityContact";

export default createRule<Options, MessageId>({
  name: "require-label",
  meta: {
    type: "problem",
    docs: {
      description: "require a label on declarations that hold a security contact by their name or place",
      recommended: true,
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    schema: [
      {
        type: "object",
        properties: {
          inSecurityCode: {
            description:
              "What needs a label in code with the purpose `security` if it is named as a contact at all: fields of types and classes (`fields`), or parameters and variables as well (`all`).",
            type: "string",
            enum: ["fields", "all"],
          },
          ignore: {
            description: "Names that are left alone.",
            type: "array",
            items: { type: "string" },
            uniqueItems: true,
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ inSecurityCode: "fields", ignore: [] }],
    messages: {
      byName: `\`{{name}}\` holds a security contact, by the words "{{context}}" and "{{contact}}" in its name, but its type \`{{written}}\` carries no label: nobody notices where it gets to.`,
      byPlace: `\`{{name}}\` holds a security contact, by the word "{{contact}}" in its name and its place in code with the purpose "security", but its type \`{{written}}\` carries no label: nobody notices where it gets to.`,
      writeLabel: "Write `{{label}}` as its type.",
      ...SET_UP_MESSAGES,
    },
  },
  create(context, [{ inSecurityCode = "fields", ignore = [] }]) {
    return checkFile(context, (file) => {
      for (const contact of file.questions.unlabelledContacts(file.source, inSecurityCode)) {
        if (ignore.includes(contact.name)) continue;
        const { name, written, contact: word, context: words } = contact;
        context.report({
          loc: locationOf(context.sourceCode, contact),
          messageId: words === undefined ? "byPlace" : "byName",
          data: { name, written, contact: word, context: words ?? "" },
          suggest: suggestionsFor(file, contact),
        });
      }
    });
  },
});

function suggestionsFor({ questions, source }: CheckedFile, { labelPlace }: UnlabelledContact) {
  const edits = labelPlace && questions.labelTypeEdits(source, LABEL, labelPlace);
  return edits === undefined ? [] : [suggestion<MessageId>("writeLabel", { label: LABEL }, edits)];
}
