/**
 * The leaks that are shown, each with its trace when it is opened.
 */
import type { JSX } from "preact";
import type { PageData } from "../src/report/formats/html.js";
import { historyInWords } from "../src/report/leak-history.js";
import type { ReportedLeak } from "../src/report/leak-report.js";
import { placesOfTrace } from "../src/report/trace-places.js";
import { CodeFrame } from "./code-frame.js";
import { counted, policyOf, titleOf } from "./words.js";

interface LeakListProps {
  readonly leaks: readonly ReportedLeak[];
  readonly excerpts: PageData["excerpts"];
  /** Fingerprints of the leaks whose trace is shown. */
  readonly opened: ReadonlySet<string>;
  readonly onToggle: (fingerprint: string) => void;
}

export function LeakList({ leaks, excerpts, opened, onToggle }: LeakListProps): JSX.Element {
  return (
    <div class="leaks">
      {leaks.map((leak) => (
        <LeakItem
          key={leak.fingerprint}
          leak={leak}
          excerpts={excerpts}
          isOpen={opened.has(leak.fingerprint)}
          onToggle={onToggle}
        />
      ))}
    </div>
  );
}

interface LeakItemProps {
  readonly leak: ReportedLeak;
  readonly excerpts: PageData["excerpts"];
  readonly isOpen: boolean;
  readonly onToggle: (fingerprint: string) => void;
}

function LeakItem({ leak, excerpts, isOpen, onToggle }: LeakItemProps): JSX.Element {
  const id = `leak-${leak.fingerprint}`;
  const [source] = leak.trace;
  return (
    <article id={id} class={isOpen ? "leak open" : "leak"}>
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={`${id}-trace`}
          onClick={() => {
            onToggle(leak.fingerprint);
          }}
        >
          <span>
            <span class="title">{titleOf(leak)}</span> <span class="sink">{leak.sink}</span>
          </span>
        </button>
      </h3>
      <p class="place">
        {source === undefined ? null : (
          <>
            from <code>{positionOf(source.place)}</code>{" "}
          </>
        )}
        into <code>{positionOf(leak.place)}</code>
      </p>
      {leak.history === undefined ? null : <p class="place since">{historyInWords(leak.history)}</p>}
      <div id={`${id}-trace`} hidden={!isOpen}>
        {isOpen ? <Trace leak={leak} excerpts={excerpts} /> : null}
      </div>
    </article>
  );
}

function Trace({ leak, excerpts }: Pick<LeakItemProps, "leak" | "excerpts">): JSX.Element {
  const { furtherSources } = leak;
  return (
    <>
      <p class="policy">
        {policyOf(leak)}
        {furtherSources === 0
          ? ""
          : ` ${counted(furtherSources, "more source")} get${furtherSources === 1 ? "s" : ""} there as well.`}
      </p>
      <ol class="trace">
        {placesOfTrace(leak.trace).map(({ kind, what, place }, index) => (
          <li key={index} class={kind}>
            <p>{what}</p>
            <CodeFrame place={place} excerpts={excerpts} />
          </li>
        ))}
      </ol>
      <p class="fingerprint">
        Fingerprint <code>{leak.fingerprint}</code>
      </p>
    </>
  );
}

function positionOf({ file, start }: ReportedLeak["place"]): string {
  return `${file}:${start.line}`;
}
