/**
 * Light, dark, or as the reader's system is; remembered where the browser lets pages remember.
 */
import type { JSX } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

const CHOICES = ["system", "light", "dark"] as const;
type Choice = (typeof CHOICES)[number];
const KEY = "purpose-report-appearance";

export function Appearance(): JSX.Element {
  const [choice, setChoice] = useState<Choice>(remembered);
  // Before the page is painted: what was chosen the last time must not come after a flash of the system's.
  useLayoutEffect(() => {
    document.documentElement.style.colorScheme = choice === "system" ? "light dark" : choice;
    remember(choice);
  }, [choice]);
  return (
    <label class="appearance">
      Appearance
      <select
        value={choice}
        onChange={({ currentTarget }) => {
          setChoice(choiceOf(currentTarget.value));
        }}
      >
        {CHOICES.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}

function choiceOf(text: string | null): Choice {
  return CHOICES.find((one) => one === text) ?? "system";
}

/** A page that is opened from a file may have no storage: then nothing is remembered. */
function remembered(): Choice {
  try {
    return choiceOf(localStorage.getItem(KEY));
  } catch {
    return "system";
  }
}

function remember(choice: Choice): void {
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // As above.
  }
}
