/**
 * The package's entry: the plugin as ESLint takes it, with its rules and configurations.
 */
import type { ESLint, Linter, Rule } from "eslint";
import noLabelErasure from "../rules/no-label-erasure.js";
import noLeak from "../rules/no-leak.js";
import noNeedlessContact from "../rules/no-needless-contact.js";
import requireConsent from "../rules/require-consent.js";
import requireLabel from "../rules/require-label.js";
import requireSinkAnnotation from "../rules/require-sink-annotation.js";
import validAnnotation from "../rules/valid-annotation.js";

/** The rules, in the order in which the configurations list them. */
const RULES = {
  "no-leak": noLeak,
  "no-label-erasure": noLabelErasure,
  "require-label": requireLabel,
  "require-sink-annotation": requireSinkAnnotation,
  "require-consent": requireConsent,
  "no-needless-contact": noNeedlessContact,
  "valid-annotation": validAnnotation,
};

type RuleName = keyof typeof RULES;

/**
 * The plugin's configurations, for flat configuration files: `...purpose.configs.recommended`. `recommended` is what
 * suits every project; `strict` has all rules, with all they can report.
 */
export type PurposeConfigs = Readonly<Record<"recommended" | "strict", Linter.Config[]>>;

/** The plugin, as ESLint takes it. */
export interface PurposePlugin extends ESLint.Plugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string };
  readonly rules: Readonly<Record<RuleName, Rule.RuleModule>>;
  readonly configs: PurposeConfigs;
}

/** The tools' own configuration files belong to no TypeScript program, and hold nobody's data. */
const CONFIGURATION_FILES = ["**/*.config.{js,cjs,mjs,ts,cts,mts}"];

const configs: PurposeConfigs = { recommended: [], strict: [] };

const plugin: PurposePlugin = {
  // The version is that of package.json; plugin.test.ts compares them.
  meta: { name: "eslint-plugin-purpose", version: "0.1.0", namespace: "purpose" },
  // ESLint and typescript-eslint each have a type for rules, at odds in what a rule's context holds.
  rules: RULES as unknown as Readonly<Record<RuleName, Rule.RuleModule>>,
  configs,
};

configs.recommended.push(
  ...configuration("recommended", {
    "purpose/no-leak": "error",
    "purpose/no-label-erasure": "error",
    "purpose/require-label": "error",
    "purpose/require-sink-annotation": "error",
    "purpose/require-consent": "error",
    "purpose/no-needless-contact": "error",
    "purpose/valid-annotation": "error",
  }),
);
configs.strict.push(
  ...configuration("strict", {
    "purpose/no-leak": ["error", { reportAt: "every-file", selection: "match" }],
    "purpose/no-label-erasure": "error",
    "purpose/require-label": ["error", { inSecurityCode: "all" }],
    "purpose/require-sink-annotation": "error",
    "purpose/require-consent": "error",
    "purpose/no-needless-contact": "error",
    "purpose/valid-annotation": ["error", { purposes: "known" }],
  }),
);

export default plugin;

/** The plugin with empty settings, which stand for the defaults, and the rules for what is program text. */
function configuration(name: string, rules: Linter.RulesRecord): Linter.Config[] {
  return [
    { name: `purpose/${name}/setup`, plugins: { purpose: plugin }, settings: { purpose: {} } },
    { name: `purpose/${name}/rules`, ignores: CONFIGURATION_FILES, rules },
  ];
}
