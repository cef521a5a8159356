// What do the data files say? Read from TOML into plain arrays, without the loader of the server.
//
// The files are taken to be sound: `throughline check` is the place that tells of mistakes.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";

const COMMON_KEYS = ["to", "value", "valid", "status", "cite", "retracted", "id", "note"];

/** Reads a folder of data files. */
export function readStory(folder) {
  const ontology = readOntology(parse(readFileSync(join(folder, "ontology.toml"), "utf8")));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && file.name.endsWith(".toml") && file.name !== "ontology.toml")
    .map((file) => parse(readFileSync(join(file.parentPath, file.name), "utf8")));
  const sources = files.filter((file) => file.source !== undefined).map(readSource).sort(byId);
  const subjects = files.filter((file) => file.entity !== undefined);
  const former = new Map(subjects.flatMap((file) => many(file.formerly).map((id) => [id, file.entity])));
  const current = (id) => former.get(id) ?? id;
  const entities = subjects
    .map(({ entity, formerly, type, name }) => ({
      id: entity,
      formerIds: many(formerly),
      name: text(name),
      type: ontology.types.find((declared) => declared.name === type),
    }))
    .sort(byId);
  const published = new Map(sources.map((source) => [source.id, source.published]));
  const claims = subjects.flatMap((file) => readClaims(ontology, current, file));
  for (const { citations } of claims) {
    const order = ({ source, paragraph }) => [published.get(source), source, String(paragraph).padStart(10, "0")];
    citations.sort((a, b) => compare(order(a).join(), order(b).join()));
  }
  const earliest = (claim) =>
    claim.citations.map((citation) => published.get(citation.source)).reduce((a, b) => (b < a ? b : a));
  const predicates = [...ontology.attributes, ...ontology.relations];
  claims.sort(
    (a, b) =>
      compare(a.subject, b.subject) ||
      predicates.indexOf(a.predicate) - predicates.indexOf(b.predicate) ||
      compare(earliest(a), earliest(b)) ||
      compare(a.id, b.id),
  );
  return { ontology, sources, entities, claims };
}

/** Orders two strings; ids are ASCII, and dates order as their spellings do. */
export function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byId(a, b) {
  return compare(a.id, b.id);
}

/** Returns one value or several as a list. */
function many(value) {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function text(value) {
  return value?.normalize("NFC");
}

function readOntology(file) {
  const types = [
    {
      name: "Entity",
      plural: "entities",
      description: "A thing that claims are about, of whatever type.",
      isAbstract: true,
      is: [],
    },
    ...rows(file.type, (name, row) => ({
      name,
      plural: row.plural,
      description: text(row.description),
      isAbstract: row.abstract ?? false,
      is: many(row.is),
    })),
  ];
  const named = (name) => types.find((type) => type.name === name);
  for (const type of types) {
    type.ancestors = ancestors(type, named);
  }
  const attributes = rows(file.attribute, (key, row) => ({
    kind: "attribute",
    key,
    on: many(row.on).map(named),
    plural: row.plural,
    isNaming: row.naming ?? false,
    isReason: row.reason ?? false,
    description: text(row.description),
    ...valueType(row),
    qualifiers: qualifiers(row),
  }));
  const relations = rows(file.relation, (key, row) => ({
    kind: "relation",
    key,
    inverse: row.inverse,
    from: named(row.from),
    to: named(row.to),
    description: text(row.description),
    inverseDescription: text(row["inverse-description"]),
    isAccusatory: row.accusatory ?? false,
    qualifiers: qualifiers(row),
  }));
  return { name: text(file.story.name), description: text(file.story.description), types, attributes, relations };
}

function rows(table, read) {
  return Object.entries(table ?? {}).map(([key, row]) => read(key, row));
}

function valueType(row) {
  const values = rows(row.values, (key, description) => ({ key, description: text(description) }));
  return { valueType: row.type, values };
}

function qualifiers(row) {
  return rows(row.qualifier, (key, qualifier) => ({
    key,
    description: text(qualifier.description),
    isIdentifying: qualifier.identifying ?? false,
    ...valueType(qualifier),
  }));
}

/** Returns the abstract types to which a type belongs, the nearest first and `Entity` last. */
function ancestors(type, named) {
  if (type.name === "Entity") {
    return [];
  }
  const found = [];
  let level = type.is;
  while (level.length > 0) {
    const fresh = [...new Set(level)].map(named).filter((t) => t.name !== "Entity" && !found.includes(t));
    found.push(...fresh);
    level = fresh.flatMap((t) => t.is);
  }
  return [...found, named("Entity")];
}

function readSource(file) {
  return {
    id: file.source,
    name: text(file.name),
    title: text(file.title) ?? null,
    publisher: text(file.publisher) ?? null,
    authors: many(file.authors).map(text),
    published: file.published,
    language: file.language ?? null,
    url: file.url ?? null,
    paragraphs: file.paragraphs.length ?? file.paragraphs,
    digests: many(file.paragraphs).filter((digest) => typeof digest === "string"),
  };
}

/** Returns the claims of a file; `current` gives the id that an entity has in place of a former one. */
function readClaims(ontology, current, file) {
  const { entity, formerly, type, name, ...tables } = file;
  return Object.entries(tables).flatMap(([key, written]) => {
    const predicate =
      ontology.attributes.find((attribute) => attribute.key === key) ??
      ontology.relations.find((relation) => relation.key === key || relation.inverse === key);
    return written.map((row) => readClaim(entity, key, predicate, current, row));
  });
}

function readClaim(entity, key, predicate, current, row) {
  const isInverse = predicate.kind === "relation" && predicate.key !== key;
  const other = current(row.to);
  const claim = {
    subject: isInverse ? other : entity,
    predicate,
    object: predicate.kind === "relation" ? (isInverse ? entity : other) : undefined,
    value: predicate.kind === "attribute" ? readValue(predicate.valueType, row.value) : undefined,
    qualifiers: predicate.qualifiers
      .filter((qualifier) => !COMMON_KEYS.includes(qualifier.key) && row[qualifier.key] !== undefined)
      .map((qualifier) => ({ qualifier, value: readValue(qualifier.valueType, row[qualifier.key]) })),
    valid: row.valid === undefined ? undefined : readPeriod(row.valid),
    status: row.status ?? "reported",
    citations: many(row.cite).map((written) => readCitation(current, written)),
    retraction: row.retracted === undefined ? null : readRetraction(current, row.retracted),
    note: text(row.note) ?? null,
  };
  return { ...claim, id: row.id ?? derivedId(claim) };
}

function readRetraction(current, written) {
  return {
    citation: readCitation(current, written.cite),
    reason: text(written.reason),
    correctedBy: written["corrected-by"] ?? null,
  };
}

function readCitation(current, written) {
  const { at, by, stance } = typeof written === "string" ? { at: written } : written;
  const [source, paragraph] = at.split("#");
  const attributedTo = many(by).map(current);
  const unwritten = attributedTo.length > 0 ? "reports" : "asserts";
  return { source, paragraph: Number(paragraph), stance: stance ?? unwritten, attributedTo };
}

/** Returns a value in the form in which an answer gives it. */
function readValue(type, written) {
  switch (type) {
    case "text":
      return text(written);
    case "decimal":
      return String(written);
    case "period":
      return readPeriod(written);
    case "money": {
      const [amount, currency] = written.split(" ");
      return { amount, currency };
    }
    default:
      return written;
  }
}

function readPeriod(written) {
  const [start, end = start] = written.split("/");
  const bound = (date) => (date === ".." ? null : date);
  const isDate = start === end && start !== "..";
  return { start: bound(start), end: bound(end), text: isDate ? start : `${start}/${end}` };
}

/** Returns the id of a claim that was given none, as the data's guide to ids defines it. */
function derivedId(claim) {
  const object =
    claim.predicate.kind === "relation"
      ? `object ${claim.object}`
      : `value ${canonical(claim.predicate.valueType, claim.value)}`;
  const lines = [`subject ${claim.subject}`, `predicate ${claim.predicate.key}`, object];
  const named = [...claim.qualifiers].sort((a, b) => compare(a.qualifier.key, b.qualifier.key));
  for (const { qualifier, value } of named) {
    lines.push(`qualifier ${qualifier.key} ${canonical(qualifier.valueType, value)}`);
  }
  if (claim.valid !== undefined) {
    lines.push(`valid ${claim.valid.text}`);
  }
  lines.push(`status ${claim.status}`);
  const digest = createHash("sha256")
    .update(lines.map((line) => `${line}\n`).join(""))
    .digest();
  const bits = [...digest].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const digits = bits.slice(0, 65).match(/.{5}/g).map((five) => parseInt(five, 2).toString(32));
  return `c-${digits.join("")}`;
}

function canonical(type, value) {
  const withoutZeros = (number) => (number.includes(".") ? number.replace(/\.?0+$/, "") : number);
  switch (type) {
    case "text":
    case "url":
      return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
    case "decimal":
      return withoutZeros(value);
    case "period":
      return value.text;
    case "money":
      return `${withoutZeros(value.amount)} ${value.currency}`;
    default:
      return String(value);
  }
}
