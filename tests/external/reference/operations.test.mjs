// Does the server answer random operations as the reference implementation does?
//
// REFERENCE_SEED and REFERENCE_OPERATIONS choose other operations, or more of them.
import assert from "node:assert/strict";
import test from "node:test";
import { Kind, parse, validate } from "graphql";
import { answersOf } from "./answers.mjs";
import { difference, referenceAnswer } from "./comparison.mjs";
import { everything, isWithinLimits, randomRequest } from "./operations.mjs";
import { PARTICULAR } from "./particular.mjs";
import { Pool } from "./pool.mjs";
import { Random } from "./random.mjs";
import { referenceSchema } from "./schema.mjs";
import { DATA, ask, forAll } from "./server.mjs";
import { readStory } from "./story.mjs";

const SEED = Number(process.env.REFERENCE_SEED ?? 20211021);
const N_OPERATIONS = Number(process.env.REFERENCE_OPERATIONS ?? 2500);

/** Operations of one round are asked at the same time; the next round uses their cursors. */
const ROUND = 100;

/** How many things are asked for in one operation. */
const AT_ONCE = 2;

/** The most differences that are shown. */
const MOST_SHOWN = Number(process.env.REFERENCE_SHOWN ?? 3);

const schema = referenceSchema();
const story = readStory(DATA);
const root = answersOf(story);

/** Asks both, and returns what differs in words, or `undefined`. */
async function compared(request) {
  const expected = referenceAnswer(schema, root, request);
  const found = await ask(request);
  const differs = difference(request, expected, found);
  const shown = () =>
    [
      "The answers differ.",
      request.query.slice(0, 4000),
      `variables: ${JSON.stringify(request.variables)}`,
      `operationName: ${request.operationName}`,
      differs,
      ...(found.errors ?? []).slice(0, 2).map(({ message }) => `  the server says: ${message}`),
    ].join("\n");
  return { expected, found, difference: differs && shown() };
}

test("particular operations are answered alike", async (t) => {
  report(t, await forAll(PARTICULAR, compared));
});

/** Views of every kind, of which each hides another part of the story. */
const VIEWS = viewsOf(story.sources);

for (const view of VIEWS) {
  test(`everything is answered alike, field by field, under ${JSON.stringify(view)}`, async (t) => {
    const outcomes = await forAll(requestsForEverything(view), compared);
    const refused = outcomes.filter(({ expected }) => expected.errors);
    assert.deepEqual(refused, []);
    report(t, outcomes);
  });
}

/** Returns no view, one for each restriction, and one with all of them. */
function viewsOf(sources) {
  const published = sources.map(({ published }) => published).sort();
  const middle = published[Math.floor(published.length / 2)];
  const [first] = sources.map(({ id }) => id);
  const dates = [{ validAt: published[0] }, { knownAt: middle }, { validAt: middle.slice(0, 4), knownAt: middle }];
  const all = { validAt: published[0], knownAt: published.at(-1), onlySources: sources.map(({ id }) => id) };
  return [null, ...dates, { onlySources: [first] }, { exceptSources: [first] }, { ...all, exceptSources: [first] }];
}

/** Asks under a view for all that has an id, for all that has changed, and for every other field of the root. */
function requestsForEverything(view) {
  const types = schema.getPossibleTypes(schema.getType("Node"));
  const things = [...story.entities, ...story.sources, ...story.claims];
  const requests = types.flatMap((type) => {
    const ids = things.map(({ id }) => id).filter((id) => root.node({ id }).__typename === type.name);
    const fields = everything(schema, type, 4, 40);
    const query = `query ($ids: [ID!]!, $view: View) { nodes(ids: $ids, view: $view) { ... on ${type.name} ${fields} } }`;
    return inParts(ids, AT_ONCE).map((ids) => ({ query, variables: { ids, view } }));
  });
  const changes = everything(schema, schema.getType("ChangeConnection"), 3, 500);
  const change = `query ($view: View) { changes(from: "0000", first: 500, view: $view) ${changes} }`;
  const whole = `query Everything($view: View) ${everything(schema, schema.getQueryType(), 4, 60, "view: $view")}`;
  requests.push({ query: change, variables: { view } }, { query: whole, variables: { view } });
  for (const { query } of requests) {
    assert.deepEqual(validate(schema, parse(query)), []);
  }
  return requests;
}

function inParts(items, size) {
  return items.length === 0 ? [] : [items.slice(0, size), ...inParts(items.slice(size), size)];
}

/** Fails when outcomes hold a difference, and shows the first ones. */
function report(t, outcomes) {
  const bytes = outcomes.map(({ found }) => JSON.stringify(found).length).reduce((a, b) => a + b, 0);
  t.diagnostic(`${outcomes.length} operations, ${bytes} bytes of answers`);
  const differences = outcomes.map(({ difference }) => difference).filter(Boolean);
  const shown = differences.slice(0, MOST_SHOWN).join("\n\n");
  assert.equal(differences.length, 0, `${differences.length} differ:\n\n${shown}`);
}

test(`${N_OPERATIONS} random operations of seed ${SEED} are answered alike`, async (t) => {
  const random = new Random(SEED);
  const ids = (items) => items.map(({ id }) => id);
  const anything = [...ids(story.entities), ...ids(story.sources), ...ids(story.claims).slice(0, 60)];
  const sources = ids(story.sources);
  const by = { about: ids(story.entities), onlySources: sources, exceptSources: sources };
  const years = story.sources.map(({ published }) => Number(published.slice(0, 4)));
  const pool = new Pool(anything, by, [Math.min(...years) - 1, Math.max(...years) + 1]);
  const all = [];
  const figures = { discarded: 0, errors: 0, refused: 0 };
  const kinds = new Map();
  while (all.length < N_OPERATIONS) {
    const requests = [];
    while (requests.length < Math.min(ROUND, N_OPERATIONS - all.length)) {
      const request = randomRequest(schema, random, pool);
      // Fields that cannot be merged are the one thing that the generator does not avoid.
      const document = parse(request.query);
      if (isWithinLimits(document) && validate(schema, document).length === 0) {
        requests.push(request);
      } else {
        figures.discarded += 1;
      }
    }
    const outcomes = await forAll(requests, compared);
    all.push(...outcomes);
    outcomes.forEach(({ expected }, at) => {
      figures.refused += "data" in expected ? 0 : 1;
      figures.errors += "data" in expected && expected.errors ? 1 : 0;
      count(kinds, requests[at].query);
      harvest(pool, requests[at], expected.data);
    });
  }
  t.diagnostic(`figures: ${JSON.stringify({ ...figures, cursors: pool.all.length })}`);
  t.diagnostic(`operations with: ${JSON.stringify(Object.fromEntries(kinds))}`);
  report(t, all);
  if (N_OPERATIONS >= 1000) {
    for (const [kind] of KINDS) {
      assert.ok(kinds.get(kind) > 0, `No operation has ${kind}; the generator has gone blind.`);
    }
  }
});

/** What has to occur among the operations. */
const KINDS = [
  ["aliases", /\w_\d+: /],
  ["named fragments", /\.\.\.F\d/],
  ["inline fragments", /\.\.\. on /],
  ["inline fragments without a type", /\.\.\.(?! on|F\d)/],
  ["a union", /\bvalue\w* \{/],
  ["@skip with a literal", /@skip\(if: (true|false)/],
  ["@include with a variable", /@include\(if: \$/],
  ["variables with defaults", /\$v\d+: [^$]* = /],
  ["several operations", /query Ask\d[^]*query Ask\d/],
  ["__typename", /__typename/],
  ["introspection", /__schema|__type\b/],
  ["cursors", /(after|before): /],
  ["views", /view: \{/],
  ["views in variables", /\$v\d+: View/],
  ["variables in views", /view: \{[^}]*\$v/],
  ["timelines", /\btimeline\b/],
  ["changes", /\bchanges\b/],
  ["both ends", /first: \S+ last: |last: \S+ first: |first: \S+, last: |last: \S+, first: /],
];

function count(kinds, query) {
  for (const [kind, pattern] of KINDS) {
    kinds.set(kind, (kinds.get(kind) ?? 0) + (pattern.test(query) ? 1 : 0));
  }
}

/** Keeps the cursors of an answer, each under the view, the id and the field of its list. */
function harvest(pool, { query }, data) {
  const document = parse(query);
  const fragments = new Map(
    document.definitions.filter((d) => d.kind === Kind.FRAGMENT_DEFINITION).map((d) => [d.name.value, d]),
  );
  const walk = (selections, object, id, view) => {
    for (const node of selections) {
      if (node.kind !== Kind.FIELD) {
        const below = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
        walk(below.selectionSet.selections, object, id, view);
        continue;
      }
      const value = object[(node.alias ?? node.name).value];
      if (value === null || typeof value !== "object" || !node.selectionSet) {
        continue;
      }
      const argument = (name) => node.arguments.find((argument) => argument.name.value === name)?.value;
      const written = argument("id");
      const below = written?.kind === Kind.STRING ? written.value : undefined;
      const { start, end } = argument("view")?.loc ?? {};
      const seen = start === undefined ? view : query.slice(start, end);
      for (const item of Array.isArray(value) ? value : [value]) {
        if (item === null) {
          continue;
        }
        if (id !== undefined) {
          for (const cursor of cursorsIn(item)) {
            pool.keep(seen, id, node.name.value, cursor);
          }
        }
        walk(node.selectionSet.selections, item, below ?? item.id, seen);
      }
    }
  };
  for (const operation of document.definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION)) {
    if (data) {
      walk(operation.selectionSet.selections, data, "", "");
    }
  }
}

/** Returns the cursors that a page shows, under whatever alias. */
function cursorsIn(page) {
  const found = [];
  for (const [key, value] of Object.entries(page)) {
    if (/^pageInfo/.test(key) && value) {
      const cursors = Object.entries(value).filter(([name, cursor]) => /Cursor/.test(name) && cursor);
      found.push(...cursors.map(([, cursor]) => cursor));
    }
    if (/^edges/.test(key) && Array.isArray(value)) {
      const cursors = value.flatMap((edge) => Object.entries(edge).filter(([name]) => /^cursor/.test(name)));
      found.push(...cursors.map(([, cursor]) => cursor));
    }
  }
  return found;
}
