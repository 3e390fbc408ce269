/**
 * What `init` would write, by what it has found.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DetectedProject } from "./detect-project.js";
import { editEslintConfig, typedBlock } from "./edit-eslint-config.js";

export interface PlannedFile {
  /** Relative to the project's directory. */
  readonly path: string;
  readonly text: string;
  /** The lines that come into a file that is there already; undefined: it is new. */
  readonly added: readonly string[] | undefined;
}

export interface Plan {
  readonly files: readonly PlannedFile[];
  /** Why something is not written that one might expect. */
  readonly notes: readonly string[];
}

export function planFor(project: DetectedProject): Plan {
  const parts = [eslintPlan(project), brandPlan(project)];
  return { files: parts.flatMap(({ files }) => files), notes: parts.flatMap(({ notes }) => notes) };
}

function eslintPlan(project: DetectedProject): Plan {
  const { directory, eslintConfig, formerConfig } = project;
  if (eslintConfig === undefined) {
    const path = project.isModule ? "eslint.config.js" : "eslint.config.mjs";
    const former =
      formerConfig === undefined
        ? []
        : [
            `${formerConfig} is in ESLint's former format, which ESLint does not read beside ${path}: move its rules there first (npx @eslint/migrate-config ${formerConfig}).`,
          ];
    return { files: [{ path, text: newConfig(project), added: undefined }], notes: former };
  }
  const text = readFileSync(join(directory, eslintConfig), "utf8");
  if (/eslint-plugin-purpose|purpose\.configs\./.test(text))
    return { files: [], notes: [`${eslintConfig} has the plugin already: left as it is.`] };
  const edit = editEslintConfig(text, settingsPart(project));
  if (edit !== undefined)
    return { files: [{ path: eslintConfig, text: edit.text, added: edit.added }], notes: [] };
  return {
    files: [],
    notes: [
      `${eslintConfig} exports no list that can be added to: import purpose from "eslint-plugin-purpose" there, and add ...purpose.configs.recommended to what it exports.`,
    ],
  };
}

function newConfig(project: DetectedProject): string {
  const ignores = project.outputs.map((folder) => JSON.stringify(`${folder}/**`)).join(", ");
  const parts = [
    ...(ignores === "" ? [] : [`{ ignores: [${ignores}] },`]),
    ...typedBlock("tseslint", false),
    "...purpose.configs.recommended,",
    ...settingsPart(project),
  ];
  return [
    'import purpose from "eslint-plugin-purpose";',
    'import tseslint from "typescript-eslint";',
    "",
    "export default [",
    ...parts.map((line) => `  ${line}`),
    "];",
    "",
  ].join("\n");
}

/** Settings that the project's own data and SDKs ask for. */
function settingsPart({ contacts, sdks }: DetectedProject): readonly string[] {
  const sources = contacts.map(
    ({ type, property }) =>
      `            { package: "@prisma/client", type: "${type}", property: "${property}" },`,
  );
  const others = [...new Set(sdks.flatMap(({ purposes }) => purposes))].filter(
    (name) => name !== "advertising",
  );
  if (sources.length === 0 && others.length === 0) return [];
  const labels =
    sources.length === 0
      ? []
      : [
          "      labels: {",
          "        SecurityContact: {",
          '          purposes: ["security"],',
          "          sources: [",
          ...sources,
          "          ],",
          "        },",
          "      },",
        ];
  const catalog =
    others.length === 0
      ? []
      : [
          `      // ${sdks.map(({ name }) => name).join(", ")}: what the catalog knows them for.`,
          `      catalog: ${JSON.stringify(["advertising", ...others.sort()]).replaceAll(",", ", ")},`,
        ];
  return ["{", "  settings: {", "    purpose: {", ...labels, ...catalog, "    },", "  },", "},"];
}

const BRAND = `/**
 * The type of phone numbers and e-mail addresses that people gave to keep their accounts safe, and for nothing else.
 */
import type { SecurityContact } from "eslint-plugin-purpose/brand";

export type { SecurityContact };

/** Call it where such a contact enters the program: at the form, the request or the row that it comes from. */
export function securityContact(text: string): SecurityContact {
  return text as SecurityContact;
}
`;

function brandPlan({ directory, tsconfigs }: DetectedProject): Plan {
  const name = "security-contact.ts";
  const path = existsSync(join(directory, "src")) ? `src/${name}` : name;
  if (existsSync(join(directory, path)))
    return { files: [], notes: [`${path} exists already: left as it is.`] };
  if (!tsconfigs.includes("tsconfig.json") || (path === name && tsconfigs.length > 1))
    return {
      files: [],
      notes: [
        'The packages have their own code: import the type from "eslint-plugin-purpose/brand" in each.',
      ],
    };
  return { files: [{ path, text: BRAND, added: undefined }], notes: [] };
}
