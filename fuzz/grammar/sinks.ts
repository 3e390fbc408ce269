/**
 * Handing values to advertising code. Each place has an id of its own, which the recorder finds in what it is given.
 */
import type { Here, StatementRule } from "../here.js";
import type { Lines } from "../lines.js";
import { TEXT } from "../shapes.js";
import { randomData } from "./random-shapes.js";

function sinkId(here: Here): string {
  here.program.sinks += 1;
  return `"s${String(here.program.sinks)}"`;
}

function tracked(here: Here): Lines {
  return [`track(${sinkId(here)}, ${here.expression(randomData(here))});`];
}

const FORMS: readonly [(id: string, value: string) => string, ...((id: string, value: string) => string)[]] =
  [
    (id, value) => `track("event", { id: ${id}, value: ${value} });`,
    (id, value) => `track("event", [${id}, ${value}]);`,
    (id, value) => `track(...([${id}, ${value}] as const));`,
    (id, value) => `track.call(undefined, ${id}, ${value});`,
    (id, value) => `track.apply(undefined, [${id}, ${value}]);`,
    (id, value) => `Reflect.apply(track, undefined, [${id}, ${value}]);`,
    (id, value) => `track.bind(undefined, ${id})(${value});`,
    (id, value) => `uploadAudience([{ id: ${id}, phone: ${value} }]);`,
    (id, value) => `new AudienceBuilder([${id}, ${value}]);`,
    (id, value) => `new AudienceBuilder().add([${id}, ${value}]);`,
    (id, value) => `pixel.userData = [${id}, ${value}];`,
    (id, value) => `AudienceBuilder.current = { id: ${id}, value: ${value} };`,
    (id, value) => `beacon\`\${${id}}\${${value}}\`;`,
    (id, value) => `send({ id: ${id}, value: ${value} });`,
  ];

function otherForm(here: Here): Lines {
  return [here.random.pick(FORMS)(sinkId(here), here.expression(TEXT))];
}

/** The sink calls it later: what it returns then gets in. */
function provided(here: Here): Lines {
  const value = here.inFunction({}).expression(TEXT, 1);
  return [`provideAudience(() => [${sinkId(here)}, ${value}]);`];
}

export const SINKS: readonly StatementRule[] = [
  { construct: "core", weight: 26, write: tracked },
  { construct: "sinks", weight: 20, write: otherForm },
  { construct: "sinks", weight: 4, write: provided },
];
