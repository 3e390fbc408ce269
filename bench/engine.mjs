/**
 * What the engine costs (`npm run bench:engine`): its stages' counters, CPU time, and questions to the type checker, for
 * the sample program and for a generated one. CPU time of all threads, never the clock; told as a ratio to what checking
 * the same program's types costs in the same process, which is what a typed lint run pays in any case.
 */
import { join } from "node:path";
import process from "node:process";
import ts from "typescript";
import { root, run } from "../scripts/set-up.mjs";
import { generatedProgram } from "./generated-program.mjs";

/** Features of the generated program, of 30 lines each. */
const FEATURES = 30;
/** Each program is analysed that often: the first time V8 has not compiled anything yet. */
const RUNS = 3;

run("npm", ["run", "build"]);
/** @type {typeof import("../src/index.js")} */
const engine = await import(new URL("../dist/src/index.js", import.meta.url).href);

measure("fixtures/incident", sampleProgram());
measure(`generated, ${FEATURES} features`, inMemoryProgram(generatedProgram(FEATURES)));

/**
 * @param {string} name
 * @param {() => ts.Program} program Makes a new one each time, of files that are parsed once.
 */
function measure(name, program) {
  console.log(`\n${name}`);
  for (let round = 1; round <= RUNS; round++) {
    const one = program();
    const checked = cpuOf(() => one.getSemanticDiagnostics());
    const analysed = cpuOf(() =>
      engine.analyzeProgram({ program: one, cwd: root, settings: undefined, selection: "match" }),
    );
    const answer = analysed.result;
    if (answer.kind === "error") throw new Error(answer.message);
    const { leaks, counters } = answer.result;
    const { expressions = 0, questions = 0 } = counters.at(-1)?.counts ?? {};
    const ratio = (analysed.milliseconds / checked.milliseconds).toFixed(2);
    const each = ((1000 * analysed.milliseconds) / expressions).toFixed(1);
    console.log(
      `  run ${round}: types ${checked.milliseconds.toFixed(0)} ms, analysis ${analysed.milliseconds.toFixed(0)} ms CPU, ` +
        `ratio ${ratio}, ${each} µs per expression, ${questions} questions, ${leaks.length} leaks`,
    );
    if (round === RUNS)
      for (const { stage, counts } of counters) console.log(`    ${stage}: ${inShort(counts)}`);
  }
}

/** @param {Readonly<Record<string, number>>} counts */
function inShort(counts) {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ");
}

/**
 * @template T
 * @param {() => T} work
 */
function cpuOf(work) {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, milliseconds: (user + system) / 1000 };
}

function sampleProgram() {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, "fixtures/incident/tsconfig.json"),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
  );
  if (config === undefined) throw new Error("The sample program has no configuration.");
  const { options, fileNames } = config;
  const host = sharingHost(options, new Map());
  return () => ts.createProgram(fileNames, options, host);
}

/** @param {ReadonlyMap<string, string>} texts */
function inMemoryProgram(texts) {
  const options = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noEmit: true,
    types: [],
  };
  const folder = join(root, "bench/out/src");
  const files = new Map(Array.from(texts, ([name, text]) => [join(folder, name), text]));
  const host = sharingHost(options, files);
  return () => ts.createProgram([...files.keys()], options, host);
}

/**
 * Parses each file once; what is in `texts` needs no disk.
 *
 * @param {ts.CompilerOptions} options
 * @param {ReadonlyMap<string, string>} texts
 * @returns {ts.CompilerHost}
 */
function sharingHost(options, texts) {
  const host = ts.createCompilerHost(options, true);
  /** @type {Map<string, ts.SourceFile | undefined>} */
  const parsed = new Map();
  return {
    ...host,
    // What is not on the disk has no directory there either, and imports are looked up in directories that exist.
    directoryExists: () => true,
    fileExists: (file) => texts.has(file) || host.fileExists(file),
    readFile: (file) => texts.get(file) ?? host.readFile(file),
    getSourceFile: (file, version) => {
      if (!parsed.has(file)) {
        const text = texts.get(file);
        parsed.set(
          file,
          text === undefined
            ? host.getSourceFile(file, version)
            : ts.createSourceFile(file, text, version, true),
        );
      }
      return parsed.get(file);
    },
  };
}

/** @param {ts.Diagnostic} diagnostic */
function fail({ messageText }) {
  throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"));
}
