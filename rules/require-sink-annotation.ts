/**
 * purpose/require-sink-annotation: reports modules that use an advertising SDK, global or endpoint of the catalog without
 * stating their own purpose. The SDK is a sink anyway; the module that serves it is neutral until it says otherwise.
 */
import type { TSESLint } from "@typescript-eslint/utils";
import {
  checkFile,
  locationOf,
  SET_UP_MESSAGES,
  type CheckedFile,
  type SetUpMessageId,
} from "./checked-file.js";
import { createRule } from "./create-rule.js";
import { purposeOfModule, type SinkUse } from "../src/index.js";

type MessageId = "unstated" | "annotate" | SetUpMessageId;
type Context = Readonly<TSESLint.RuleContext<MessageId, []>>;

export default createRule<[], MessageId>({
  name: "require-sink-annotation",
  meta: {
    type: "problem",
    docs: {
      description: "require modules that use advertising SDKs, globals or endpoints to state their purpose",
      recommended: true,
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    schema: [],
    messages: {
      unstated:
        "This module uses {{used}}{{further}} and doesn't state its own purpose, so that its own code counts as neutral. If it is for {{purposes}}, say so in a comment at its top: `@module`, `@purpose {{tag}}`.",
      annotate: "Write a comment with `@purpose {{tag}}` at the top of the module.",
      ...SET_UP_MESSAGES,
    },
  },
  create(context) {
    return checkFile(
      context,
      (file) => {
        const uses = file.questions.unstatedSinks(file.source);
        const [first] = uses;
        if (first !== undefined) reportModule(context, file, first, uses);
      },
      "file",
    );
  },
});

/** Once: one comment mends all of it. */
function reportModule(
  context: Context,
  { source }: CheckedFile,
  first: SinkUse,
  uses: readonly SinkUse[],
): void {
  const purposes = [...new Set(uses.flatMap((use) => use.purposes))];
  const tag = purposes.join(" ");
  const further = new Set(uses.map(nameOf)).size - 1;
  const { at, text } = purposeOfModule(source, context.sourceCode.text, purposes);
  context.report({
    loc: locationOf(context.sourceCode, { start: first.node.getStart(source), end: first.node.end }),
    messageId: "unstated",
    data: {
      used: nameOf(first),
      further: further === 0 ? "" : ` (and ${further} more)`,
      purposes: purposes.join(" and "),
      tag,
    },
    suggest: [
      {
        messageId: "annotate",
        data: { tag },
        fix: (fixer) => fixer.insertTextBeforeRange([at, at], text),
      },
    ],
  });
}

function nameOf({ kind, name }: SinkUse): string {
  return `the ${kind} ${name}`;
}
