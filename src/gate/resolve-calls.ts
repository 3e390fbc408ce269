/**
 * Pipeline stage: gate. Which calls may run which procedures: functions flow to where they are called like other values,
 * methods are found by their names. What runs gets the call's arguments; what a library may run gets what the library
 * has; a call of a library gives what it was given.
 */
import { Crowd, type ProcedurePlaces } from "./crowd.js";
import { EDGE, type EdgeKind } from "./edge-kinds.js";
import type { LibraryEffects } from "../graph/library-effects.js";
import type { MethodNames } from "../graph/method-names.js";
import type { FileId, SiteId } from "../graph/expression.js";
import type { CalledMethod, ProcedureReference } from "../graph/program-view.js";
import { NO_NODE, type CallSite } from "./file-graph.js";
import {
  howOf,
  IS,
  isKept,
  passed,
  PASSAGES,
  presenceOf,
  procedureAt,
  type Passage,
  type Presence,
} from "./function-presence.js";
import { addCallbackEdges, addLibraryEdges, type EdgeAdder } from "./library-edges.js";
import { MAXIMAL_FUNCTIONS } from "./limits.js";
import { BACK } from "./reachability.js";
import { candidatesOf, goesToLibraries } from "./method-nodes.js";
import type { ProgramCall } from "./program-call.js";
import type { Node, PlacedFile, ProgramGraph } from "./program-graph.js";
import { Settlers } from "./settlers.js";

const PASSING_ON: ReadonlySet<string> = new Set(["call", "apply", "bind"]);

export interface ResolvedCalls {
  readonly calls: readonly ProgramCall[];
  readonly crowd: Crowd;
  /** Procedures that get to a node as values, the crowd among them. */
  functionsAt(node: Node): Iterable<number>;
}

export interface CallQuestions {
  /** Whose method is called at a place, where the type of what it is called on tells. */
  methodAt(file: FileId, calleeSite: SiteId): CalledMethod | undefined;
  /** What the library's function does that is called there, if it is known which one that is. */
  effectsAt(file: FileId, call: CallSite): LibraryEffects | undefined;
  /** What a function of that name may do. */
  effectsOfName(name: string | undefined, isStatic: boolean): LibraryEffects;
  /** Whether, by its type, the value of a node may be a function, or hold one. */
  mayHoldFunction(node: Node, is: boolean): boolean;
}

export function resolveCalls(graph: ProgramGraph, names: MethodNames, ask: CallQuestions): ResolvedCalls {
  const resolution = new Resolution(graph, names, ask);
  resolution.bindDirectly();
  resolution.propagate();
  resolution.addLibraryCalls();
  resolution.propagate();
  resolution.countAlternatives();
  return resolution;
}

class Resolution implements ResolvedCalls {
  readonly calls: ProgramCall[] = [];
  readonly crowd: Crowd;
  readonly #settlers: Settlers;
  /** How many methods have a name, by the name's node. */
  readonly #candidates: ReadonlyMap<Node, number>;
  /** Calls of which the type says that they are a library's, or the program's own. */
  readonly #told = new Map<ProgramCall, CalledMethod>();
  /** Who declares the method that is called, where a type says so. */
  readonly #owners = new Map<ProgramCall, "program" | "library">();
  /** Methods that a library has declared: it calls those of the objects that it is given. */
  readonly #knownToLibraries = new Set<number>();
  readonly #functions = new Map<Node, Set<Presence>>();
  /** Calls with the methods that they run, as far as no others stand in for these. */
  readonly #direct: (readonly [ProgramCall, readonly ProcedureReference[]])[] = [];
  readonly #effects = new Map<ProgramCall, LibraryEffects>();
  readonly #adder: EdgeAdder;
  readonly #pending: [Node, Presence][] = [];
  readonly #callsAt = new Map<Node, ProgramCall[]>();
  readonly #passedAt = new Map<Node, ProgramCall[]>();
  /** First edge and the one after the last, for each thing that a call may run. */
  readonly #edgesOf = new Map<ProgramCall, (readonly [number, number])[]>();
  /** Objects in which a value is stored: a library may call what is stored in its own (`port.onmessage`). */
  readonly #storedIn = new Map<Node, Node[]>();
  /** Ways through libraries that functions take to be called by the program. */
  readonly #throughLibraries = new Map<Node, { readonly to: Node; readonly passage: Passage }[]>();

  constructor(
    readonly graph: ProgramGraph,
    readonly names: MethodNames,
    readonly ask: CallQuestions,
  ) {
    this.#adder = {
      graph,
      edge: (from, to, kind) => {
        this.#edge(from, to, kind);
      },
      carry: (from, to, passage) => {
        this.#carry(from, to, passage);
      },
    };
    this.crowd = new Crowd(graph);
    this.#settlers = new Settlers(graph, this.crowd.procedure + 1);
    this.#candidates = candidatesOf(graph);
    for (const placed of graph.files.values()) this.#collect(placed);
    for (const placed of graph.files.values()) {
      for (const [local, procedure] of placed.graph.functions) {
        const node = graph.nodeIn(placed, local);
        if (goesToLibraries(graph, node)) this.#knownToLibraries.add(placed.firstProcedure + procedure);
        this.#arrive(node, presenceOf(placed.firstProcedure + procedure, IS));
      }
    }
  }

  *functionsAt(node: Node): Iterable<number> {
    for (const presence of this.#functions.get(node) ?? [])
      if (howOf(presence) === IS && !this.#settlers.has(procedureAt(presence))) yield procedureAt(presence);
  }

  #collect(placed: PlacedFile): void {
    const { graph } = this;
    const at = (local: number): Node => graph.nodeIn(placed, local);
    for (const [object, value] of placed.graph.stores)
      if (object !== NO_NODE) append(this.#storedIn, at(value), at(object));
    for (const site of placed.graph.calls) {
      const call: ProgramCall = {
        site,
        placed,
        procedure: placed.firstProcedure + site.procedure,
        arguments: site.arguments.map(at),
        receiver: at(site.receiver),
        callee: at(site.callee),
        result: at(site.result),
        guard: at(site.guard),
        targets: new Set(),
        settlers: new Set(),
        calledBack: new Set(),
        isLibrary: false,
      };
      this.calls.push(call);
      const watched = [...this.#calleesOf(call, at(site.methods), at(site.overrides))];
      if (site.method !== undefined && PASSING_ON.has(site.method)) watched.push(call.receiver);
      for (const node of watched) if (node !== NO_NODE) append(this.#callsAt, node, call);
      graph.edge(call.callee, call.result, site.construct ? EDGE.instance : EDGE.called);
    }
  }

  /** Where the functions are that it may run: what is read there, and methods of the name, unless its type says more. */
  #calleesOf(call: ProgramCall, methods: Node, overrides: Node): readonly Node[] {
    const { method, calleeSite, property } = call.site;
    const owner =
      property === NO_NODE
        ? undefined
        : this.graph.properties.ownerOf(this.graph.nodeIn(call.placed, property));
    if (owner !== undefined) {
      this.#owners.set(call, owner);
      return owner === "library" ? [] : [call.callee];
    }
    const candidates = this.#candidates.get(methods) ?? 0;
    const isClear = candidates === 0 || (candidates === 1 && !this.names.isKnown(method ?? ""));
    const told = isClear ? undefined : this.ask.methodAt(call.placed.graph.facts.file, calleeSite);
    if (told === undefined) return [call.callee, methods];
    this.#told.set(call, told);
    if (told.kind === "library") return [];
    this.#direct.push([call, told.bodies]);
    return [overrides];
  }

  #arrive(node: Node, presence: Presence): void {
    // What a type says of functions is no function.
    if (node === NO_NODE || this.graph.isType(node)) return;
    // Methods of a name are many: they need not be where nobody asks for all of them.
    if (this.graph.isOfName(node) && !this.#callsAt.has(node) && this.graph.first[node] === -1) return;
    const how = howOf(presence);
    if (!this.ask.mayHoldFunction(node, how === IS)) return;
    let known = this.#functions.get(node);
    if (known === undefined) this.#functions.set(node, (known = new Set()));
    if (known.has(presence)) return;
    const procedure = procedureAt(presence);
    if (procedure !== this.crowd.procedure && known.size >= MAXIMAL_FUNCTIONS) {
      this.crowd.join(procedure, this.#placesOf(procedure), (from, to, kind) => {
        this.#edge(from, to, kind);
      });
      this.#arrive(node, presenceOf(this.crowd.procedure, how));
      return;
    }
    known.add(presence);
    this.#pending.push([node, presence]);
  }

  /** A function has got into an object that a library makes another of, and may call with what that has (`new ReadableStream({ pull })`). */
  #hold(node: Node, procedure: number): void {
    for (const call of this.#passedAt.get(node) ?? [])
      if (call.site.construct || this.#knownToLibraries.has(procedure)) this.#callBack(call, procedure);
  }

  /** A function has got to where it is called. */
  #run(node: Node, procedure: number): void {
    for (const call of this.#callsAt.get(node) ?? []) this.#bind(call, procedure);
    for (const call of this.#passedAt.get(node) ?? []) this.#callBack(call, procedure);
    for (const object of this.#storedIn.get(node) ?? []) this.#handle(object, procedure);
  }

  bindDirectly(): void {
    for (const [call, bodies] of this.#direct) {
      for (const { file, procedure } of bodies) {
        const placed = this.graph.files.get(file);
        if (placed !== undefined) this.#bind(call, placed.firstProcedure + procedure);
      }
    }
  }

  propagate(): void {
    const { graph } = this;
    for (let item = this.#pending.pop(); item !== undefined; item = this.#pending.pop()) {
      const [node, presence] = item;
      if (howOf(presence) === IS) this.#run(node, procedureAt(presence));
      else this.#hold(node, procedureAt(presence));
      if (isKept(presence)) this.#goBack(node, presence);
      for (let edge = graph.first[node] ?? -1; edge >= 0; edge = graph.next[edge] ?? -1) {
        const passage = PASSAGES.get(graph.kind[edge] ?? EDGE.guard);
        if (passage !== undefined) this.#pass(passage, graph.to[edge] ?? NO_NODE, presence);
      }
      for (const { to, passage } of this.#throughLibraries.get(node) ?? []) this.#pass(passage, to, presence);
    }
  }

  /** An object that was given the function here is, or is in, the one that it came from. */
  #goBack(node: Node, presence: Presence): void {
    const { graph } = this;
    for (let edge = graph.firstInto[node] ?? -1; edge >= 0; edge = graph.nextInto[edge] ?? -1)
      if (BACK.has(graph.kind[edge] ?? EDGE.guard)) this.#arrive(graph.from[edge] ?? NO_NODE, presence);
  }

  #pass(passage: Passage, to: Node, presence: Presence): void {
    for (const arriving of passed(passage, presence)) this.#arrive(to, arriving);
  }

  /** A new edge along which functions that are there already go on. */
  #edge(from: Node, to: Node, kind: EdgeKind): void {
    this.graph.edge(from, to, kind);
    if (BACK.has(kind))
      for (const presence of [...(this.#functions.get(to) ?? [])])
        if (isKept(presence)) this.#arrive(from, presence);
    const passage = PASSAGES.get(kind);
    if (passage === undefined) return;
    for (const presence of [...(this.#functions.get(from) ?? [])]) this.#pass(passage, to, presence);
  }

  #carry(from: Node, to: Node, passage: Passage): void {
    if (from === NO_NODE || to === NO_NODE) return;
    append(this.#throughLibraries, from, { to, passage });
    for (const presence of [...(this.#functions.get(from) ?? [])]) this.#pass(passage, to, presence);
  }

  /** Adds edges of which only those for one of the procedures are taken whenever the call is. */
  #oneOfMany(call: ProgramCall, add: () => void): void {
    const first = this.graph.to.length;
    add();
    append(this.#edgesOf, call, [first, this.graph.to.length]);
  }

  /** Says of each edge to or from what a call may run how many others it may run instead. */
  countAlternatives(): void {
    const { members, procedure } = this.crowd;
    for (const [{ targets, settlers }, ranges] of this.#edgesOf) {
      const count = targets.size + settlers.size + (targets.has(procedure) ? members.size : 0);
      if (count < 2) continue;
      for (const [first, end] of ranges)
        for (let edge = first; edge < end; edge++) this.graph.alternatives.set(edge, count);
    }
  }

  #bind(call: ProgramCall, procedure: number): void {
    const targets = this.#settlers.has(procedure) ? call.settlers : call.targets;
    if (targets.has(procedure)) return;
    targets.add(procedure);
    this.#oneOfMany(call, () => {
      this.#enter(call, procedure);
    });
  }

  /** The call runs the procedure: arguments to parameters, what it returns to the result. */
  #enter(call: ProgramCall, procedure: number): void {
    const places = this.#placesOf(procedure);
    const { site } = call;
    const shifted = site.method !== undefined && PASSING_ON.has(site.method);
    const values = shifted ? call.arguments.slice(1) : call.arguments;
    const unknownFrom = shifted && site.method === "apply" ? 0 : site.spreadFrom - (shifted ? 1 : 0);
    for (const [index, value] of values.entries()) {
      const isSpread = index >= unknownFrom;
      const kind = isSpread ? EDGE.any : EDGE.copy;
      for (const [place, parameter] of places.parameters.entries()) {
        const isRest = places.restFrom === place;
        if (isRest ? index < place && !isSpread : isSpread ? place < index : place !== index) continue;
        this.#edge(value, parameter, isRest ? EDGE.put : kind);
      }
      this.#edge(value, places.arguments, EDGE.put);
    }
    this.#edge(shifted ? (call.arguments[0] ?? NO_NODE) : call.receiver, places.receiver, EDGE.copy);
    this.#edge(places.result, call.result, EDGE.copy);
    if (site.construct) {
      this.#edge(places.receiver, call.result, EDGE.copy);
      this.#edge(call.result, places.receiver, EDGE.copy);
    }
    this.#guard(call, places);
  }

  /** A match that decided on the call decided on all that it does, and on what follows if it throws. */
  #guard(call: ProgramCall, called: ProcedurePlaces): void {
    const caller = this.crowd.placesOf(call.procedure);
    this.graph.edge(call.guard, called.guard, EDGE.guard);
    this.graph.edge(called.throwGuard, caller.guard, EDGE.guard);
    this.graph.edge(called.throwGuard, caller.throwGuard, EDGE.guard);
  }

  /** Calls of which no body is known, or not every one: a library may be called. */
  addLibraryCalls(): void {
    for (const call of this.calls) {
      const { method } = call.site;
      const isLibrary = method === undefined ? call.targets.size === 0 : this.#mayBeLibrary(call, method);
      if (!isLibrary) continue;
      call.isLibrary = true;
      this.#addLibraryCall(call);
    }
  }

  #mayBeLibrary(call: ProgramCall, method: string): boolean {
    const told = this.#told.get(call);
    if (told !== undefined) return told.kind === "library";
    const owner = this.#owners.get(call);
    if (owner !== undefined) return owner === "library" || call.targets.size === 0;
    return call.targets.size === 0 || this.names.isKnown(method);
  }

  #addLibraryCall(call: ProgramCall): void {
    const effects = this.#effectsOf(call);
    this.#effects.set(call, effects);
    addLibraryEdges(this.#adder, call, effects);
    if (!effects.calls) return;
    for (const value of call.arguments) {
      append(this.#passedAt, value, call);
      for (const presence of [...(this.#functions.get(value) ?? [])])
        if (howOf(presence) === IS) this.#callBack(call, procedureAt(presence));
        else this.#hold(value, procedureAt(presence));
    }
  }

  #effectsOf(call: ProgramCall): LibraryEffects {
    const { libraryNames } = this.graph;
    const { method } = call.site;
    const isOfModule = libraryNames.has(method === undefined ? call.callee : call.receiver);
    const known = this.ask.effectsAt(call.placed.graph.facts.file, call.site);
    if (known !== undefined) return isOfModule && !known.isMethod ? { ...known, isStatic: true } : known;
    const name = method ?? libraryNames.get(call.callee);
    const isStatic = name !== undefined && (method === undefined || isOfModule);
    return this.ask.effectsOfName(name, isStatic);
  }

  /** A function that is stored in an object may be called with what the object has. */
  #handle(object: Node, procedure: number): void {
    for (const parameter of this.#placesOf(procedure).parameters)
      this.#edge(object, parameter, EDGE.callback);
  }

  #callBack(call: ProgramCall, procedure: number): void {
    const effects = this.#effects.get(call);
    if (effects === undefined || call.calledBack.has(procedure)) return;
    call.calledBack.add(procedure);
    (this.#settlers.has(procedure) ? call.settlers : call.targets).add(procedure);
    const places = this.#placesOf(procedure);
    this.#oneOfMany(call, () => {
      addCallbackEdges(this.#adder, call, effects, places);
      if (this.#knownToLibraries.has(procedure)) this.#handle(call.result, procedure);
      this.#guard(call, places);
    });
    if (!call.site.construct) return;
    for (const parameter of places.parameters)
      this.#arrive(parameter, presenceOf(this.#settlers.of(call), IS));
  }

  #placesOf(procedure: number): ProcedurePlaces {
    return this.#settlers.placesOf(procedure) ?? this.crowd.placesOf(procedure);
  }
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
