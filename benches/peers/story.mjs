// What do the peers get of a generated story?
//
// Entities with their fields and relationships, and nothing else. They get no claims, citations,
// sources, dates of knowledge, periods or qualifiers, so that they have less to hold and less to
// do than Throughline, never more: two claims about the same two entities are one relationship,
// and of contradicting values only the one that answers is there.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Reads a folder that `throughline generate` wrote. */
export function readStory(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith(".jsonl"));
  const lines = files.sort().flatMap((file) => linesOf(join(folder, file)));
  const published = new Map();
  for (const line of lines.filter((line) => line.source)) {
    published.set(line.source, line.published);
  }
  const told = lines.filter((line) => line.entity);
  // Throughline keeps its entities in the order of their ids; the peers get them so.
  told.sort((a, b) => order(a.entity, b.entity));
  return {
    entities: told.map((line) => entity(line, published)),
    relationships: told.flatMap(relationships),
  };
}

/** Writes what the peers load: a JSON object in each line. */
export function writeStory(story, folder) {
  for (const part of ["entities", "relationships"]) {
    const lines = story[part].map((item) => JSON.stringify(item));
    writeFileSync(join(folder, `${part}.jsonl`), `${lines.join("\n")}\n`);
  }
}

/** Reads what was written for the peers. */
export function readWritten(folder) {
  return {
    entities: linesOf(join(folder, "entities.jsonl")),
    relationships: linesOf(join(folder, "relationships.jsonl")),
  };
}

/** Returns which of two texts comes first, letter by letter. */
export function order(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

function linesOf(file) {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

function entity(line, published) {
  const standing = (key) =>
    (line[key] ?? []).filter((claim) => claim.status !== "denied" && !claim.retracted);
  return {
    id: line.entity,
    type: line.type,
    name: line.name,
    born: answer(standing("born"), published),
    remarks: [...new Set(standing("remark").map((claim) => claim.value))],
  };
}

/** Returns the date that answers where several are told: the one that began to be so last, then
 * one that is more precise, then the one that was published first. */
function answer(claims, published) {
  const first = (claim) =>
    [claim.cite]
      .flat()
      .map((cite) => published.get(source(cite)))
      .sort()[0];
  const began = (claim) => (claim.valid ?? "").split("/")[0].replace("..", "");
  const sorted = claims.toSorted((a, b) => order(first(a), first(b)));
  const refines = (claim, other) => claim.value.startsWith(`${other.value}-`);
  const best = sorted.reduce(
    (best, claim) =>
      began(claim) > began(best) || (began(claim) === began(best) && refines(claim, best))
        ? claim
        : best,
    sorted[0],
  );
  return best?.value ?? null;
}

/** Returns the source that a citation names, as in `source-3#5` or `{ at: "source-3#5" }`. */
function source(cite) {
  const place = typeof cite === "string" ? cite : cite.at;
  return place.split("#")[0];
}

function relationships(line) {
  const claims = Object.entries(line).filter(([, value]) => Array.isArray(value));
  return claims.flatMap(([relation, claims]) => {
    const shown = claims.filter((claim) => claim.to && !claim.retracted);
    const others = [...new Set(shown.map((claim) => claim.to))].sort(order);
    return others.map((to) => ({ relation, from: line.entity, to }));
  });
}
