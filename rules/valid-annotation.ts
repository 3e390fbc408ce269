/**
 * purpose/valid-annotation: reports annotations that say nothing, or not what their author means.
 */
import { checkFile, locationOf, SET_UP_MESSAGES, suggestion, type SetUpMessageId } from "./checked-file.js";
import { createRule } from "./create-rule.js";
import type { AnnotationProblem, AnnotationProblemKind } from "../src/index.js";

type Options = [{ purposes?: "any" | "known" }];
type MessageId = AnnotationProblemKind | "correct" | SetUpMessageId;

export default createRule<Options, MessageId>({
  name: "valid-annotation",
  meta: {
    type: "problem",
    docs: {
      description: "disallow annotations and labels that are misspelt, unknown, misplaced or without effect",
      recommended: true,
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    schema: [
      {
        type: "object",
        properties: {
          purposes: {
            description:
              "Which purposes may be stated: any, unless it looks like a known one that is misspelt (`any`), or only those that the plugin and the settings know (`known`).",
            type: "string",
            enum: ["any", "known"],
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ purposes: "any" }],
    messages: {
      misspeltTag: "`{{found}}` is no annotation; did you mean `{{meant}}`?",
      noJsDoc:
        "`{{tag}}` is not read here: annotations stand in comments that open with two stars (`/** … */`).",
      noName: "`{{tag}}` names no {{what}}.",
      badPurpose: "This states no purpose: {{problem}}.",
      unknownPurpose: 'Unknown purpose "{{name}}"; {{hint}}',
      unknownLabel: 'Unknown label "{{name}}"; {{hint}}',
      misplaced: "`{{tag}}` has no effect here. It belongs {{place}}.",
      contradiction: "This annotation contradicts itself: {{problem}}.",
      plainLabel:
        "The checker can't tell this type from plain text, so nothing of it carries the label {{label}}: it needs a brand.",
      lostLabel:
        "The import of `{{label}}` from `{{from}}` leads nowhere, so to the checker it is any value, and nothing of this type carries the label.",
      correct: "Write `{{text}}`.",
      ...SET_UP_MESSAGES,
    },
  },
  create(context, [{ purposes = "any" }]) {
    return checkFile(
      context,
      ({ questions, source }) => {
        const comments = context.sourceCode.getAllComments().map(({ range: [pos, end] }) => ({ pos, end }));
        for (const problem of questions.annotationProblems(source, comments, purposes === "known")) {
          const { kind, data } = problem;
          const loc = locationOf(context.sourceCode, problem);
          context.report({ loc, messageId: kind, data, suggest: suggestionsFor(problem) });
        }
      },
      "file",
    );
  },
});

function suggestionsFor({ mend }: AnnotationProblem) {
  return mend === undefined ? [] : [suggestion<MessageId>("correct", { text: mend.text.trim() }, [mend])];
}
