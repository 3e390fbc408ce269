/**
 * An editor, as far as a language server sees one: starts the ESLint language server that editors use, opens and changes
 * documents, and asks for their diagnostics and code actions.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { basename } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
/** @import { ChildProcess } from "node:child_process" */
/** @import { MessageConnection } from "vscode-jsonrpc/node" */
/**
 * @import {
 *   CodeAction, Command, Diagnostic, DocumentDiagnosticReport, TextDocumentEdit, TextEdit, WorkspaceEdit
 * } from "vscode-languageserver-protocol"
 */

const SERVER = createRequire(import.meta.url).resolve(
  "vscode-langservers-extracted/bin/vscode-eslint-language-server",
);
const PROBE = new URL("memory-probe.mjs", import.meta.url).href;
/** Of the protocol's kinds of log messages, the one for errors. */
const ERROR = 1;

/** What the server asks the editor for: what is set in VS Code when nobody sets anything. */
const SETTINGS = {
  validate: "on",
  packageManager: "npm",
  useESLintClass: true,
  experimental: { useFlatConfig: false },
  codeAction: {
    disableRuleComment: { enable: true, location: "separateLine", commentStyle: "line" },
    showDocumentation: { enable: true },
  },
  codeActionOnSave: { mode: "all" },
  format: false,
  quiet: false,
  onIgnoredFiles: "off",
  options: {},
  rulesCustomizations: [],
  run: "onType",
  problems: { shortenToSingleLine: false },
  nodePath: null,
};

const CAPABILITIES = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    applyEdit: true,
    workspaceEdit: { documentChanges: true },
    diagnostics: { refreshSupport: true },
  },
  textDocument: {
    diagnostic: {},
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } },
  },
};

export class EditorServer {
  /** @type {ChildProcess} */
  #child;
  /** @type {MessageConnection} */
  #connection;
  /** @type {Map<string, { version: number, text: string }>} */
  #documents = new Map();
  /** @type {WorkspaceEdit | undefined} */
  #lastEdit;

  /** @param {string} folder What is open in the editor. */
  constructor(folder) {
    const child = spawn(process.execPath, ["--expose-gc", "--import", PROBE, SERVER, "--stdio"], {
      cwd: folder,
      stdio: ["pipe", "pipe", "inherit", "ipc"],
    });
    if (child.stdout === null || child.stdin === null) throw new Error("The server has no pipes.");
    this.#child = child;
    this.#connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    this.#answer(folder);
  }

  /** @param {string} folder */
  static async start(folder) {
    const editor = new EditorServer(folder);
    await editor.#connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      workspaceFolders: [workspaceFolder(folder)],
      capabilities: CAPABILITIES,
    });
    await editor.#connection.sendNotification("initialized", {});
    return editor;
  }

  /**
   * Opens a document, or gives an open one another text, without saving it. As an editor does, asks for what is to be
   * shown in it: from then on the server knows the text.
   *
   * @param {string} file
   * @param {string} text
   */
  async type(file, text) {
    const uri = pathToFileURL(file).href;
    const known = this.#documents.get(uri);
    const version = (known?.version ?? 0) + 1;
    this.#documents.set(uri, { version, text });
    if (known === undefined) {
      const textDocument = { uri, languageId: "typescript", version, text };
      await this.#connection.sendNotification("textDocument/didOpen", { textDocument });
    } else {
      const change = { textDocument: { uri, version }, contentChanges: [{ text }] };
      await this.#connection.sendNotification("textDocument/didChange", change);
    }
    return this.diagnostics(file);
  }

  /**
   * @param {string} file
   * @returns {Promise<readonly Diagnostic[]>}
   */
  async diagnostics(file) {
    const textDocument = { uri: pathToFileURL(file).href };
    /** @type {DocumentDiagnosticReport} */
    const report = await this.#connection.sendRequest("textDocument/diagnostic", { textDocument });
    return report.kind === "full" ? report.items : [];
  }

  /**
   * @param {string} file
   * @param {Diagnostic} diagnostic
   * @returns {Promise<readonly CodeAction[]>}
   */
  async codeActions(file, diagnostic) {
    const textDocument = { uri: pathToFileURL(file).href };
    const asked = { textDocument, range: diagnostic.range, context: { diagnostics: [diagnostic] } };
    /** @type {readonly CodeAction[] | null} */
    const actions = await this.#connection.sendRequest("textDocument/codeAction", asked);
    return actions ?? [];
  }

  /**
   * Does what a code action says, and gives the document's text after it.
   *
   * @param {string} file
   * @param {CodeAction} action
   */
  async apply(file, { command }) {
    this.#lastEdit = undefined;
    await this.#connection.sendRequest("workspace/executeCommand", command);
    const uri = pathToFileURL(file).href;
    const text = edited(this.#documents.get(uri)?.text ?? "", editsOf(this.#lastEdit, uri));
    await this.type(file, text);
    return text;
  }

  /** What the server's heap holds, in megabytes, after a collection. */
  async memory() {
    this.#child.send("memory");
    const [bytes] = await once(this.#child, "message");
    return Number(bytes) / 2 ** 20;
  }

  async close() {
    await this.#connection.sendRequest("shutdown");
    await this.#connection.sendNotification("exit");
    this.#connection.dispose();
    this.#child.kill();
  }

  /** @param {string} folder */
  #answer(folder) {
    const settings = {
      ...SETTINGS,
      workingDirectory: { directory: folder },
      workspaceFolder: workspaceFolder(folder),
    };
    const connection = this.#connection;
    connection.onRequest(
      "workspace/configuration",
      (/** @type {{ items: readonly unknown[] }} */ { items }) => items.map(() => settings),
    );
    connection.onRequest("client/registerCapability", () => null);
    connection.onRequest("workspace/diagnostic/refresh", () => null);
    connection.onRequest("workspace/applyEdit", (/** @type {{ edit: WorkspaceEdit }} */ { edit }) => {
      this.#lastEdit = edit;
      return { applied: true };
    });
    connection.onNotification("window/logMessage", (/** @type {{ type: number, message: string }} */ log) => {
      if (log.type === ERROR) process.stderr.write(`${log.message}\n`);
    });
    connection.listen();
  }
}

/** @param {string} folder */
function workspaceFolder(folder) {
  return { uri: pathToFileURL(folder).href, name: basename(folder) };
}

/**
 * @param {WorkspaceEdit | undefined} edit
 * @param {string} uri
 */
function editsOf(edit, uri) {
  const changes = /** @type {readonly TextDocumentEdit[]} */ (edit?.documentChanges ?? []);
  const own = changes.filter(({ textDocument }) => textDocument.uri === uri);
  return /** @type {readonly TextEdit[]} */ (own.flatMap(({ edits }) => edits));
}

/**
 * @param {string} text
 * @param {readonly TextEdit[]} edits
 */
function edited(text, edits) {
  const lines = text.split("\n");
  const offset = (/** @type {{ line: number, character: number }} */ { line, character }) =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
  return edits
    .map(({ range, newText }) => ({ start: offset(range.start), end: offset(range.end), newText }))
    .sort((left, right) => right.start - left.start)
    .reduce((whole, { start, end, newText }) => whole.slice(0, start) + newText + whole.slice(end), text);
}
