/**
 * What the map shows, as a table.
 */
import type { JSX } from "preact";
import type { ReportedLeak } from "../src/report/leak-report.js";

export function MapTable({ leaks }: { leaks: readonly ReportedLeak[] }): JSX.Element {
  return (
    <details class="map-table">
      <summary>The map as a table</summary>
      <div class="scrolled" tabIndex={0} role="region" aria-label="The map as a table">
        <table>
          <thead>
            <tr>
              <th scope="col">Label</th>
              <th scope="col">Comes from</th>
              <th scope="col">Goes through</th>
              <th scope="col">Taken by</th>
              <th scope="col">Purpose</th>
            </tr>
          </thead>
          <tbody>
            {leaks.map((leak) => (
              <tr key={leak.fingerprint}>
                <td>{leak.label}</td>
                <td>{leak.trace[0]?.place.file}</td>
                <td>{filesBetween(leak).join(", ")}</td>
                <td>{leak.sink}</td>
                <td>{leak.purpose}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function filesBetween({ trace }: ReportedLeak): readonly string[] {
  const files = trace.map(({ place }) => place.file);
  return [...new Set(files)].filter((file) => file !== files[0]);
}
