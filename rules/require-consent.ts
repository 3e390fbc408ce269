/**
 * purpose/require-consent: reports `@repurpose` functions that take no evidence of consent, and calls that make it up.
 */
import type { TSESLint } from "@typescript-eslint/utils";
import { checkFile, locationOf, SET_UP_MESSAGES, type SetUpMessageId } from "./checked-file.js";
import { createRule } from "./create-rule.js";
import type { ConsentProblem, EvidenceMend, Forgery, ProgramQuestions } from "../src/index.js";

type MessageId =
  "noEvidence" | "optionalEvidence" | "forged" | "addParameter" | "requireParameter" | SetUpMessageId;
type Suggestion = TSESLint.SuggestionReportDescriptor<MessageId>;

const FORGERIES: Readonly<Record<Forgery, string>> = {
  literal: "What is written in place",
  assertion: "An assertion",
  any: "A value of type `any`",
  missing: "A value that may be missing",
};

export default createRule<[], MessageId>({
  name: "require-consent",
  meta: {
    type: "problem",
    docs: {
      description: "require evidence of consent where values are released to another purpose",
      recommended: true,
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    schema: [],
    messages: {
      noEvidence:
        "`{{name}}` takes no evidence of consent, so it releases nothing to {{purposes}}: give it a parameter of type {{types}}.",
      optionalEvidence:
        "`{{name}}` takes evidence of consent only if it is given, so it releases nothing to {{purposes}}: require `{{parameter}}`.",
      forged:
        "{{how}} is no evidence of consent. `{{name}}` releases to {{purposes}} what people agreed to: hand over the {{types}} that was recorded when they did.",
      addParameter: "Add a parameter of type {{type}}.",
      requireParameter: "Require it.",
      ...SET_UP_MESSAGES,
    },
  },
  create(context) {
    return checkFile(context, ({ source, questions }) => {
      for (const problem of questions.consentProblems(source)) {
        context.report({
          loc: locationOf(context.sourceCode, problem),
          messageId: messageOf(problem),
          data: dataOf(problem, questions),
          suggest: problem.kind === "forged" ? [] : questions.evidenceMends(problem).map(suggestionOf),
        });
      }
    });
  },
});

function messageOf({ kind }: ConsentProblem): MessageId {
  switch (kind) {
    case "none":
      return "noEvidence";
    case "optional":
      return "optionalEvidence";
    case "forged":
      return "forged";
  }
}

function dataOf(problem: ConsentProblem, { evidence }: ProgramQuestions): Readonly<Record<string, string>> {
  const { name, purposes } = problem.of;
  return {
    name,
    purposes: purposes.join(" and "),
    types: evidence.join(" or "),
    how: problem.kind === "forged" ? FORGERIES[problem.how] : "",
    parameter: problem.kind === "forged" ? "" : (problem.parameter?.name.getText() ?? ""),
  };
}

function suggestionOf({ kind, type, edits }: EvidenceMend): Suggestion {
  return {
    messageId: kind === "add" ? "addParameter" : "requireParameter",
    data: { type },
    fix: (fixer) => edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text)),
  };
}
