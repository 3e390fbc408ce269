/**
 * Pipeline stage: gate. Where values go in calls of libraries: what is handed over gets into what the call gives, into what
 * it is called on, and to the functions that it may call, as far as its effects say so.
 */
import type { LibraryEffects } from "../graph/library-effects.js";
import type { ProcedurePlaces } from "./crowd.js";
import { EDGE, type EdgeKind } from "./edge-kinds.js";
import { NO_NODE } from "./file-graph.js";
import type { Node, ProgramGraph } from "./program-graph.js";
import type { Passage } from "./function-presence.js";
import type { ProgramCall } from "./program-call.js";

/** Who adds edges, and ways that functions take through libraries. */
export interface EdgeAdder {
  readonly graph: ProgramGraph;
  edge(from: Node, to: Node, kind: EdgeKind): void;
  carry(from: Node, to: Node, passage: Passage): void;
}

/** A function of which nothing is known stands for what it belongs to. */
function baseOf({ receiver, callee }: ProgramCall): Node {
  return receiver === NO_NODE ? callee : receiver;
}

/** From what the call is given, and what it is called on, to what it gives. */
export function addLibraryEdges(adder: EdgeAdder, call: ProgramCall, effects: LibraryEffects): void {
  const base = baseOf(call);
  const { gives, isStatic, matches, givesFunctions } = effects;
  if (gives && !isStatic) adder.edge(base, call.result, EDGE.receiver);
  if (matches === "content" || matches === "keys") adder.edge(base, call.result, matchEdge(matches));
  if (givesFunctions) adder.carry(base, call.result, "out");
  for (const value of call.arguments) addArgument(adder, call, value, effects);
  for (const channel of effects.channels) {
    const node = channelNode(adder, channel);
    for (const value of call.arguments) adder.edge(value, node, EDGE.keep);
    adder.edge(node, call.result, EDGE.any);
  }
}

/** What is written to a channel is read from it by whoever has its name. */
function channelNode({ graph }: EdgeAdder, channel: string): Node {
  return graph.shared(`channel:${channel}`);
}

function matchEdge(matches: LibraryEffects["matches"]): EdgeKind {
  return matches === "content" ? EDGE.compare : EDGE.key;
}

function addArgument(adder: EdgeAdder, call: ProgramCall, value: Node, effects: LibraryEffects): void {
  const base = baseOf(call);
  if (effects.gives) adder.edge(value, call.result, EDGE.argument);
  if (call.site.construct) adder.edge(value, call.result, EDGE.keep);
  if (effects.matches !== undefined) adder.edge(value, call.result, matchEdge(effects.matches));
  if (effects.keepsFunctions) adder.carry(value, base, "keep");
  if (effects.passesFunctions) adder.carry(value, call.result, "same");
  if (effects.keepsInArguments) keepInArguments(adder, call, value);
  if (effects.fillsArguments) putInto(adder, base, value);
  if (!effects.keeps || effects.isStatic) return;
  adder.edge(value, base, EDGE.keep);
  adder.graph.changed.push(base);
  // What a builder's method gives may be the builder.
  adder.graph.changed.push(call.result);
}

function keepInArguments(adder: EdgeAdder, call: ProgramCall, value: Node): void {
  for (const other of call.arguments) if (other !== value) putInto(adder, value, other);
}

function putInto(adder: EdgeAdder, value: Node, object: Node): void {
  adder.edge(value, object, EDGE.keep);
  adder.graph.changed.push(object);
}

/** A library that was given a function may call it with what it has. */
export function addCallbackEdges(
  adder: EdgeAdder,
  call: ProgramCall,
  effects: LibraryEffects,
  places: ProcedurePlaces,
): void {
  const base = baseOf(call);
  const { graph } = adder;
  const thrown = graph.shared("thrown");
  for (const parameter of places.parameters) {
    if (!effects.isStatic) adder.edge(base, parameter, EDGE.callback);
    if (effects.givesFunctions) adder.carry(base, parameter, "out");
    for (const channel of effects.channels) adder.edge(channelNode(adder, channel), parameter, EDGE.callback);
    if (effects.passesArguments)
      for (const value of call.arguments) adder.edge(value, parameter, EDGE.callback);
    // A parameter may be a function that settles what the call gives (`new Promise`).
    if (call.site.construct) adder.edge(parameter, call.result, EDGE.element);
    // What is put into the object later may get to the functions that it was made with.
    if (call.site.construct) adder.edge(call.result, parameter, EDGE.callback);
    if (call.site.construct) graph.edge(parameter, thrown, EDGE.element);
    if (call.site.method === "catch" || call.site.method === "then") adder.edge(thrown, parameter, EDGE.copy);
  }
  // What decides on what a callback gives may decide on what the call gives.
  adder.edge(places.result, call.result, effects.givesResults ? EDGE.gave : EDGE.guard);
  if (effects.keeps) adder.edge(places.result, base, EDGE.keep);
}
