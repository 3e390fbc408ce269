/**
 * The page: summary, map, filters, leaks, and what the words mean.
 */
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { PageData } from "../src/report/formats/html.js";
import { HISTORY_NOTE } from "../src/report/leak-history.js";
import type { Report } from "../src/report/report.js";
import { Appearance } from "./appearance.js";
import { isShown, NO_FILTER, type Filter } from "./filter.js";
import { Filters } from "./filters.js";
import { leakGraph, type Grain } from "./leak-graph.js";
import { LeakList } from "./leak-list.js";
import { LeakMap } from "./map.js";
import { MapTable } from "./map-table.js";
import { counted, listed } from "./words.js";

/** Files that a map can show one by one and still be read. */
const MAXIMAL_FILES = 40;

export function Page({ report, excerpts }: PageData): JSX.Element {
  const { leaks } = report;
  const [filter, setFilter] = useState<Filter>(NO_FILTER);
  const [grain, setGrain] = useState<Grain>(() => (filesOf(report).size > MAXIMAL_FILES ? "folder" : "file"));
  const [opened, setOpened] = useState<ReadonlySet<string>>(openedByAddress);
  const graph = useMemo(() => leakGraph(leaks, grain), [leaks, grain]);
  const shown = leaks.filter((leak) => isShown(leak, filter, grain));
  const allOpen = shown.length > 0 && shown.every(({ fingerprint }) => opened.has(fingerprint));

  useEffect(() => {
    const [first] = opened;
    if (first !== undefined) document.querySelector(`#leak-${first}`)?.scrollIntoView();
    // What is opened later is in sight already.
  }, []);

  return (
    <>
      <header>
        <h1>Where personal data gets to</h1>
        <Appearance />
      </header>
      <main>
        <Summary report={report} />
        {leaks.length === 0 ? null : (
          <>
            <section aria-labelledby="map">
              <div class="heading">
                <h2 id="map">Map</h2>
                <label>
                  One box for each
                  <select
                    value={grain}
                    onChange={({ currentTarget }) => {
                      setGrain(currentTarget.value === "file" ? "file" : "folder");
                      setFilter({ ...filter, node: "" });
                    }}
                  >
                    <option value="file">file</option>
                    <option value="folder">folder</option>
                  </select>
                </label>
              </div>
              <p class="hint">
                From the kind of data on the left, through the code that hands it on, to what takes it and
                that code’s purpose on the right. Choose a box to see its leaks alone.
              </p>
              <LeakMap
                graph={graph}
                shown={new Set(shown.map(({ fingerprint }) => fingerprint))}
                chosen={filter.node}
                onChoose={(node) => {
                  setFilter({ ...filter, node: filter.node === node ? "" : node });
                }}
              />
              <MapTable leaks={shown} />
            </section>
            <section aria-labelledby="leaks">
              <div class="heading">
                <h2 id="leaks">Leaks</h2>
                <p role="status">
                  {shown.length === leaks.length
                    ? `all ${leaks.length}`
                    : `${shown.length} of ${leaks.length}`}
                </p>
                <button
                  type="button"
                  onClick={() => {
                    setOpened(new Set(allOpen ? [] : shown.map(({ fingerprint }) => fingerprint)));
                  }}
                >
                  {allOpen ? "Close all" : "Open all"}
                </button>
              </div>
              <Filters
                leaks={leaks}
                filter={filter}
                nodeName={graph.nodes.find(({ id }) => id === filter.node)?.name ?? ""}
                onChange={setFilter}
              />
              <LeakList
                leaks={shown}
                excerpts={excerpts}
                opened={opened}
                onToggle={(fingerprint) => {
                  setOpened(toggled(opened, fingerprint));
                }}
              />
            </section>
          </>
        )}
        <Since report={report} />
        <Limits report={report} />
        <Words />
      </main>
      <footer>
        {report.tool.name} {report.tool.version}
      </footer>
    </>
  );
}

function Summary({ report }: { report: Report }): JSX.Element {
  const { leaks, projects } = report;
  const files = projects.reduce((sum, project) => sum + project.files, 0);
  const looked = `${counted(files, "file")} in ${counted(projects.length, "project")} were looked at.`;
  if (leaks.length === 0) return <p class="summary">No leaks were found. {looked}</p>;
  const labels = [...new Set(leaks.map(({ label }) => label))].sort();
  const purposes = [...new Set(leaks.map(({ purpose }) => purpose))].sort();
  const selections = leaks.filter(({ kind }) => kind === "selection").length;
  return (
    <p class="summary">
      <strong>{counted(leaks.length, "leak")}</strong> of {listed(labels)} into {listed(purposes)} code,
      through {counted(filesOf(report).size, "file")}
      {selections === 0
        ? ""
        : `; in ${selections} of them it is not the value itself, but what a match of it chose`}
      . {looked}
    </p>
  );
}

function Limits({ report: { limits } }: { report: Report }): JSX.Element | null {
  if (limits.length === 0) return null;
  return (
    <section aria-labelledby="limits">
      <h2 id="limits">Not followed further</h2>
      <p>The search was cut short at these places: leaks behind them may be missed.</p>
      <ul>
        {limits.map(({ limit, place }) => (
          <li key={`${place.file} ${place.start.line} ${place.start.column} ${limit}`}>
            <code>
              {place.file}:{place.start.line}
            </code>{" "}
            {limit}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Since({ report: { history } }: { report: Report }): JSX.Element | null {
  if (history === undefined) return null;
  return (
    <section aria-labelledby="since">
      <h2 id="since">Since when</h2>
      <p class="summary">
        As of {history.commit.date.slice(0, 10)}, commit {history.commit.hash.slice(0, 7)}. {HISTORY_NOTE}
        {history.isShallow
          ? " The clone did not have the whole history: what is older than it is not known."
          : ""}
      </p>
    </section>
  );
}

function Words(): JSX.Element {
  return (
    <section aria-labelledby="words">
      <h2 id="words">What the words mean</h2>
      <dl>
        <dt>Label</dt>
        <dd>
          What a value is, and so what it was given for. A SecurityContact is a phone number or an e-mail
          address that somebody gave to keep an account safe.
        </dd>
        <dt>Purpose</dt>
        <dd>
          What a piece of code is for. The policy says for which purposes values with a label may be used.
        </dd>
        <dt>Leak</dt>
        <dd>
          A way in the program by which a value with a label gets into code with a purpose that the policy
          does not allow. It is found in the program’s text; whether, when and how often it was gone is not
          known from that.
        </dd>
        <dt>Trace</dt>
        <dd>
          The places that the value goes through, from where it comes from to where it gets into that code. A
          hash of a value, or a text made of it, is still the value.
        </dd>
        <dt>Match</dt>
        <dd>
          A comparison of a value with many. What it chooses, such as a list of members, says something of the
          values: handing that on is a leak, too.
        </dd>
      </dl>
    </section>
  );
}

function filesOf({ leaks }: Report): ReadonlySet<string> {
  return new Set(leaks.flatMap(({ trace }) => trace.map(({ place }) => place.file)));
}

/** A link to a leak, `#leak-…`, opens it. */
function openedByAddress(): ReadonlySet<string> {
  const fingerprint = /^#leak-(\w+)$/.exec(location.hash)?.[1];
  return new Set(fingerprint === undefined ? [] : [fingerprint]);
}

function toggled(opened: ReadonlySet<string>, fingerprint: string): ReadonlySet<string> {
  const others = [...opened].filter((one) => one !== fingerprint);
  return new Set(opened.has(fingerprint) ? others : [...others, fingerprint]);
}
