// Do all servers give the same answer?
//
// Each server has a schema of its own, so each says how its answer is read; what is read has one
// form: ids, names and values, lists in a fixed order where the question asks for none, and each
// entity once in a list.
import { isDeepStrictEqual } from "node:util";
import { order } from "./story.mjs";

/** Returns an entity with what is below it, each entity once, in the order of their ids. */
export function branch(id, name, below) {
  const each = new Map((below ?? []).map((entity) => [entity.id, entity]));
  return { id, name, below: [...each.values()].sort((a, b) => order(a.id, b.id)) };
}

/** Returns a person with all fields. */
export function person({ id, type, name, born, remarks }) {
  const sorted = (remarks ?? []).toSorted(order);
  return { id, type: type.toLowerCase(), name, born: born ?? null, remarks: sorted };
}

/** Returns how many objects are in an answer. */
export function count(answer) {
  if (Array.isArray(answer)) return answer.reduce((sum, item) => sum + count(item), 0);
  return 1 + (answer?.below ? count(answer.below) : 0);
}

/** Returns where two answers differ, and `null` where they do not. */
export function difference(expected, found, place = "") {
  if (isDeepStrictEqual(expected, found)) return null;
  const areObjects = [expected, found].every((side) => side !== null && typeof side === "object");
  if (areObjects) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
      const below = difference(expected[key], found[key], `${place}/${key}`);
      if (below !== null) return below;
    }
  }
  return `at ${place || "/"}: ${shown(found)} instead of ${shown(expected)}`;
}

/** Returns what is wrong with a path: it need not be the same one, but as short, and a way. */
export function pathFault(expected, found, neighborsOf) {
  const ends = (path) => [path.length, path[0], path.at(-1)];
  const fault = difference(ends(expected), ends(found));
  if (fault !== null) return fault;
  const gap = found.findIndex((id, at) => at > 0 && !neighborsOf.get(found[at - 1])?.has(id));
  return gap > 0 ? `nothing links ${found[gap - 1]} and ${found[gap]}` : null;
}

function shown(value) {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}
