/**
 * How a rule of this plugin is made: typed, with default options, and with the address of its page.
 */
import { ESLintUtils } from "@typescript-eslint/utils";

export interface RuleDocs {
  readonly description: string;
  readonly recommended: boolean;
  readonly requiresTypeChecking: boolean;
}

export const createRule = ESLintUtils.RuleCreator<RuleDocs>((name) => `docs/rules/${name}.md`);
