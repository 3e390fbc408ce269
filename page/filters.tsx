/**
 * The filters above the list of leaks.
 */
import type { JSX } from "preact";
import type { ReportedLeak } from "../src/report/leak-report.js";
import { NO_FILTER, type Filter } from "./filter.js";

interface FiltersProps {
  readonly leaks: readonly ReportedLeak[];
  readonly filter: Filter;
  /** How the map's node is called that the filter names. */
  readonly nodeName: string;
  readonly onChange: (filter: Filter) => void;
}

const KINDS = [
  { value: "leak", text: "the value itself" },
  { value: "selection", text: "what a match chose" },
] as const;

export function Filters({ leaks, filter, nodeName, onChange }: FiltersProps): JSX.Element {
  const labels = valuesOf(leaks, ({ label }) => label);
  const purposes = valuesOf(leaks, ({ purpose }) => purpose);
  return (
    <form
      class="filters"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <label>
        Words
        <input
          type="search"
          value={filter.text}
          placeholder="file, name, code …"
          onInput={({ currentTarget }) => {
            onChange({ ...filter, text: currentTarget.value });
          }}
        />
      </label>
      <Choice
        name="Label"
        value={filter.label}
        choices={labels}
        onChange={(label) => {
          onChange({ ...filter, label });
        }}
      />
      <Choice
        name="Purpose"
        value={filter.purpose}
        choices={purposes}
        onChange={(purpose) => {
          onChange({ ...filter, purpose });
        }}
      />
      <Choice
        name="What"
        value={filter.kind}
        choices={KINDS}
        onChange={(value) => {
          onChange({ ...filter, kind: KINDS.find((kind) => kind.value === value)?.value ?? "" });
        }}
      />
      {filter.node === "" ? null : (
        <button
          type="button"
          class="chip"
          onClick={() => {
            onChange({ ...filter, node: "" });
          }}
        >
          through {nodeName} <span aria-hidden="true">×</span>
          <span class="unseen">, remove this filter</span>
        </button>
      )}
      {Object.values(filter).every((value) => value === "") ? null : (
        <button
          type="button"
          onClick={() => {
            onChange(NO_FILTER);
          }}
        >
          Show all
        </button>
      )}
    </form>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly text: string }[];
  readonly onChange: (value: string) => void;
}

function Choice({ name, value, choices, onChange }: ChoiceProps): JSX.Element | null {
  if (choices.length < 2) return null;
  return (
    <label>
      {name}
      <select
        value={value}
        onChange={({ currentTarget }) => {
          onChange(currentTarget.value);
        }}
      >
        <option value="">any</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ))}
      </select>
    </label>
  );
}

function valuesOf(
  leaks: readonly ReportedLeak[],
  of: (leak: ReportedLeak) => string,
): readonly { value: string; text: string }[] {
  return [...new Set(leaks.map(of))].sort().map((value) => ({ value, text: value }));
}
