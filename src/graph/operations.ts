/**
 * Pipeline stage: value flow. The names of the solver's operations on arrays, maps, promises, objects, functions and
 * texts that a flow model may ask for.
 */
export const OPERATIONS = [
  "array.push",
  "array.pop",
  "array.shift",
  "array.unshift",
  "array.splice",
  "array.slice",
  "array.concat",
  "array.at",
  "array.fill",
  "array.with",
  /** `toSpliced`. */
  "array.spliced",
  "array.reverse",
  /** `toReversed`. */
  "array.reversed",
  /** `sort`: in place. */
  "array.reorder",
  /** `toSorted`: another array. */
  "array.reordered",
  "array.map",
  "array.each",
  "array.filter",
  /** `find`, `findLast`. */
  "array.find",
  /** `findIndex`, `findLastIndex`. */
  "array.findIndex",
  /** `some`, `every`. */
  "array.some",
  "array.every",
  /** `reduce`, `reduceRight`. */
  "array.reduce",
  "array.flatMap",
  "array.flat",
  "array.join",
  "array.keys",
  "array.values",
  "array.entries",
  /** `includes`, `indexOf`, `lastIndexOf`. */
  "array.includes",
  "array.indexOf",
  "array.from",
  "array.fromAsync",
  "array.of",
  "array.copyWithin",
  "array.isArray",

  "iterator.next",
  "iterator.return",
  "iterator.throw",
  "iterator.map",
  "iterator.filter",
  /** `take`, `drop`. */
  "iterator.take",
  "iterator.flatMap",
  "iterator.toArray",
  "iterator.reduce",
  "iterator.each",
  /** `some`, `every`. */
  "iterator.some",
  "iterator.every",
  "iterator.find",
  "iterator.from",

  "set.new",
  "set.add",
  "set.has",
  "set.delete",
  "set.clear",
  "set.values",
  "set.entries",
  "set.each",
  /** `union`, `intersection`, `difference`, `symmetricDifference`. */
  "set.combine",
  "set.without",

  /** From pairs, records, other maps, or a query string. */
  "map.new",
  "map.get",
  "map.set",
  "map.has",
  "map.delete",
  "map.clear",
  "map.keys",
  "map.values",
  "map.entries",
  "map.each",
  /** `append` of forms, headers and queries. */
  "map.append",
  "map.getAll",
  "map.groupBy",

  /** `Storage`: its properties are its items. */
  "items.get",
  "items.set",
  "items.remove",
  "items.clear",

  "promise.new",
  "promise.then",
  "promise.catch",
  "promise.finally",
  "promise.all",
  /** `race`, `any`. */
  "promise.race",
  "promise.allSettled",
  "promise.resolve",
  "promise.reject",
  "promise.withResolvers",

  "object.assign",
  "object.keys",
  "object.symbols",
  "object.values",
  "object.entries",
  "object.fromEntries",
  "object.create",
  "object.defineProperty",
  "object.defineProperties",
  "object.groupBy",
  /** `get(object, "twoFactor.phone")`: by a path that is a text or a list of keys. */
  "object.getPath",
  /** `set(object, "twoFactor.phone", value)`. */
  "object.setPath",
  /** Of rows named "X.@properties": any property of an X carries what was put into any other. */
  "object.derivedProperties",

  "reflect.get",
  "reflect.set",
  "reflect.apply",
  "reflect.construct",
  "reflect.has",
  "reflect.ownKeys",
  "reflect.deleteProperty",
  "reflect.defineProperty",

  "function.call",
  "function.apply",
  "function.bind",
  "function.promisify",

  "channel.pair",
  "events.once",
  "array.reduceRight",
  "object.getOwn",
  "object.setPrototype",
  "object.getPrototype",
  "promise.any",
  /** What a promise resolves to; of anything else, itself. */
  "promise.settled",
  /** A value as far as code made it: without what is known by a type alone. */
  "value.known",
  "value.shared",
  "json.stringify",
  "json.parse",
  "structuredClone",
  "proxy.new",
  "symbol.new",
  /** `Symbol.for(key)`. */
  "symbol.shared",
  /** `new Error(…)`, and `Error(…)`. */
  "error.new",

  /** `String(x)`: what the value's own conversion to text gives. */
  "text.of",
  /** `x.toString()`, of objects whose text is made of their parts (a URL). */
  "text.ofReceiver",
  /** Like `+`. */
  "text.concat",
  /** With slashes between, as the paths of files are put together. */
  "text.joinPath",
  /** `replace`, `replaceAll`. */
  "text.replace",
  "text.split",
  "text.match",
  "text.matchAll",
  "text.search",
  /** Compares the two texts that the row's `matches` names. */
  "text.compare",
  "regexp.new",
  "regexp.test",
  "regexp.exec",
] as const;
