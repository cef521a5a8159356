// How fast can Mercurius be over a graph in its own memory?
//
// Everything is a plain object that holds its neighbors, and a list takes how many are wanted, as
// wherever lists may be long. There are no loaders: they save round trips to a database.
import { readFileSync } from "node:fs";
import Fastify from "fastify";
import mercurius from "mercurius";
import { neighbors } from "../questions.mjs";
import { order, readWritten } from "../story.mjs";

const [, , written, port] = process.argv;
const story = readWritten(written);
const entities = new Map(story.entities.map((entity) => [entity.id, entity]));
for (const entity of entities.values()) Object.assign(entity, { workedOn: [], workers: [] });
for (const { from, to } of story.relationships.filter(({ relation }) => relation === "worked-on")) {
  entities.get(from).workedOn.push(entities.get(to));
  entities.get(to).workers.push(entities.get(from));
}
const neighborsOf = new Map([...neighbors(story)].map(([id, others]) => [id, [...others]]));
const people = story.entities.filter(({ type }) => type === "Person");

const server = Fastify({ logger: false });
server.register(mercurius, {
  schema: readFileSync(new URL("schema.graphql", import.meta.url), "utf8"),
  resolvers: {
    Entity: { resolveType: ({ type }) => (type === "Person" || type === "Work" ? type : "Other") },
    Person: { workedOn: ({ workedOn }, { first }) => workedOn.slice(0, first) },
    Work: { workers: ({ workers }, { first }) => workers.slice(0, first) },
    Query: {
      person: (_, { id }) => entityOf("Person", id),
      work: (_, { id }) => entityOf("Work", id),
      people: (_, { first }) => people.slice(0, first),
      bornBefore: (_, { date, first }) => bornBefore(date).slice(0, first),
      path: (_, { from, to }) => path(from, to)?.map((id) => entities.get(id)),
    },
  },
  graphiql: false,
  jit: 1,
});
await server.listen({ host: "127.0.0.1", port: Number(port) });

function entityOf(type, id) {
  const entity = entities.get(id);
  return entity?.type === type ? entity : null;
}

function bornBefore(date) {
  const found = people.filter(({ born }) => born !== null && born < date);
  return found.sort((a, b) => order(a.name, b.name));
}

/** Searches from both ends, always on from the side that has reached less. */
function path(from, to) {
  if (!entities.has(from) || !entities.has(to)) return null;
  if (from === to) return [from];
  const sides = [from, to].map((id) => ({ before: new Map([[id, null]]), reached: [id] }));
  while (sides.every(({ reached }) => reached.length > 0)) {
    const [near, far] = sides.toSorted((a, b) => a.reached.length - b.reached.length);
    const middle = advance(near, far);
    if (middle !== null) {
      return [
        ...wayBack(middle, sides[0].before).reverse(),
        ...wayBack(middle, sides[1].before).slice(1),
      ];
    }
  }
  return null;
}

/** Goes one hop on, and returns the entity at which both sides meet. */
function advance(near, far) {
  const next = [];
  for (const id of near.reached) {
    for (const other of neighborsOf.get(id) ?? []) {
      if (near.before.has(other)) continue;
      near.before.set(other, id);
      if (far.before.has(other)) return other;
      next.push(other);
    }
  }
  near.reached = next;
  return null;
}

function wayBack(id, before) {
  const way = [];
  for (let at = id; at !== null; at = before.get(at)) way.push(at);
  return way;
}
