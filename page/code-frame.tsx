/**
 * A place of the program as the lines around it, with what is meant marked.
 */
import type { JSX } from "preact";
import type { PageData } from "../src/report/formats/html.js";
import { LINES_AROUND, LINES_OF_STEP } from "../src/report/formats/html.js";
import type { ReportPlace } from "../src/report/leak-report.js";

export function CodeFrame({
  place,
  excerpts,
}: {
  place: ReportPlace;
  excerpts: PageData["excerpts"];
}): JSX.Element {
  const { start, end } = place;
  const isCut = end.line - start.line >= LINES_OF_STEP;
  const last = isCut ? start.line + LINES_OF_STEP : end.line + LINES_AROUND;
  const numbers = Array.from(
    { length: last - start.line + LINES_AROUND + 1 },
    (_, index) => start.line - LINES_AROUND + index,
  );
  const excerpt = excerpts[place.file] ?? {};
  return (
    <figure>
      <figcaption>
        {place.file}:{start.line}
      </figcaption>
      <pre tabIndex={0} aria-label={`Code in ${place.file}, line ${start.line}`}>
        <code>
          {numbers.map((number) => {
            const text = excerpt[number];
            return text === undefined ? null : (
              <Line key={number} number={number} text={text} place={place} />
            );
          })}
          {isCut ? <span class="line">…</span> : null}
        </code>
      </pre>
    </figure>
  );
}

function Line({ number, text, place }: { number: number; text: string; place: ReportPlace }): JSX.Element {
  const { start, end } = place;
  const isMarked = number >= start.line && number <= end.line;
  const indent = text.length - text.trimStart().length;
  const from = number === start.line ? start.column - 1 : indent;
  const to = number === end.line ? end.column - 1 : text.length;
  return (
    <span class={isMarked ? "line marked" : "line"}>
      <span class="number" aria-hidden="true">
        {number}
      </span>
      {isMarked ? (
        <>
          {text.slice(0, from)}
          <mark>{text.slice(from, to)}</mark>
          {text.slice(to)}
        </>
      ) : (
        text
      )}
      {"\n"}
    </span>
  );
}
