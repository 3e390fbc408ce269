/**
 * Pipeline stage: value flow. The operations that flow models name, as one table.
 */
import type { Application } from "../model-places.js";
import type { Value } from "../value.js";
import * as arrays from "./arrays.js";
import * as collections from "./collections.js";
import * as iterators from "./iterators.js";
import * as lists from "./lists.js";
import * as objects from "./objects.js";
import * as promises from "./promises.js";
import * as texts from "./texts.js";

export type Operation = (application: Application) => Value;

const TABLE: Readonly<Record<string, Operation>> = {
  "array.push": arrays.push, "array.pop": arrays.pop, "array.shift": arrays.shift, "array.unshift": arrays.unshift,
  "array.splice": arrays.splice, "array.slice": arrays.slice, "array.concat": arrays.concat, "array.at": arrays.at,
  "array.fill": arrays.fill, "array.with": arrays.withPlace, "array.reorder": arrays.reorder, "array.reordered": arrays.reordered,
  "array.map": lists.map("array"), "array.each": lists.each, "array.filter": lists.filter("array"), "array.find": lists.find,
  "array.findIndex": lists.findIndex, "array.some": lists.some, "array.reduce": lists.reduce, "array.flatMap": lists.flatMap("array"),
  "array.flat": arrays.flat, "array.join": arrays.join, "array.keys": arrays.keys, "array.values": arrays.values,
  "array.entries": arrays.entries, "array.includes": arrays.includes, "array.from": lists.from(false), "array.fromAsync": lists.from(true),
  "array.of": arrays.of, "array.copyWithin": arrays.reorder,
  "iterator.next": iterators.next, "iterator.return": iterators.next, "iterator.map": lists.map("iterator"),
  "iterator.filter": lists.filter("iterator"), "iterator.take": iterators.take, "iterator.flatMap": lists.flatMap("iterator"),
  "iterator.toArray": iterators.toArray, "iterator.reduce": lists.reduce, "iterator.each": lists.each, "iterator.some": lists.some,
  "iterator.find": lists.find, "iterator.from": iterators.from,
  "set.new": collections.newSet, "set.add": collections.addToSet, "set.has": collections.has, "set.delete": collections.deleteEntry,
  "set.clear": collections.clear, "set.values": collections.setValues, "set.entries": collections.setEntries, "set.each": lists.eachEntry,
  "set.combine": collections.combineSets,
  "map.new": collections.newMap, "map.get": collections.getEntry, "map.set": collections.setEntry, "map.has": collections.has,
  "map.delete": collections.deleteEntry, "map.clear": collections.clear, "map.keys": collections.mapKeys, "map.values": collections.mapValuesOf,
  "map.entries": collections.mapEntries, "map.each": lists.eachEntry, "map.append": collections.appendEntry,
  "map.getAll": collections.getAllEntries, "map.groupBy": lists.groupBy(true), "object.groupBy": lists.groupBy(false),
  "promise.new": promises.construct, "promise.then": promises.chainThen, "promise.catch": promises.handleRejection,
  "promise.finally": promises.handleEnd, "promise.all": promises.all, "promise.race": promises.race, "promise.allSettled": promises.allSettled,
  "promise.resolve": promises.resolve, "promise.reject": promises.reject, "promise.withResolvers": promises.withResolvers,
  "function.promisify": promises.promisify,
  "object.assign": objects.assign, "object.keys": objects.keys, "object.values": objects.values, "object.entries": objects.entries,
  "object.fromEntries": objects.fromEntries, "object.create": objects.create, "object.defineProperty": objects.defineProperty,
  "object.defineProperties": objects.defineProperties, "object.derivedProperties": objects.opaqueObject,
  "reflect.get": objects.get, "reflect.set": objects.set, "reflect.apply": objects.apply, "reflect.construct": objects.constructReflected,
  "reflect.deleteProperty": objects.remove, "reflect.ownKeys": objects.keys, "reflect.defineProperty": objects.defineProperty,
  "function.call": objects.call, "function.apply": objects.applyMethod, "function.bind": objects.bind,
  "json.stringify": objects.stringify, "json.parse": objects.parse, structuredClone: objects.clone, "proxy.new": objects.newProxy,
  "channel.pair": objects.portPair, "events.once": objects.onceOf, "reflect.has": objects.hasName, "symbol.new": objects.newSymbol, "error.new": objects.newError,
  "text.of": texts.textOfArgument, "text.replace": texts.replace, "text.split": texts.split, "text.match": texts.matchText,
  "text.search": texts.searchText, "text.compare": texts.compare, compare: texts.compare, "regexp.test": texts.testPattern,
  "regexp.exec": texts.execPattern, "regexp.new": texts.newPattern,
};

/** The operation of that name; undefined where the solver has none (a model of a newer version). */
export function operationOf(name: string): Operation | undefined {
  return TABLE[name];
}
