// Does the server tell valid documents from invalid ones as the reference implementation does?
//
// Only the verdict is compared: whether the document may be executed. What the execution then says
// is the matter of `operations.test.mjs`.
import assert from "node:assert/strict";
import test from "node:test";
import * as graphql from "graphql";
import { DOCUMENTS, GRAMMAR, mutations } from "./documents.mjs";
import { Random } from "./random.mjs";
import { referenceSchema } from "./schema.mjs";
import { ask, forAll } from "./server.mjs";

const { Kind, parse, specifiedRules, validate } = graphql;

const SEED = Number(process.env.REFERENCE_SEED ?? 20211021);
const N_MUTATIONS = Number(process.env.REFERENCE_MUTATIONS ?? 3000);
const MOST_SHOWN = Number(process.env.REFERENCE_SHOWN ?? 3);

const schema = referenceSchema();

/** The codes with which the server says that a document is not valid. */
const INVALID = [
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "FRAGMENT_CYCLE",
  "INTROSPECTION_TOO_DEEP",
];

/** The codes of the limits; a document that meets one of them proves nothing. */
const LIMITS = /^(NESTING_|TOO_MANY_|DEPTH_|DOCUMENT_TOO_|FRAGMENT_CHAIN_|COST_)/;

/** Returns what graphql-js has against a document. */
function complaintsOf(text) {
  let document;
  try {
    document = parse(text);
  } catch (error) {
    return [error.message];
  }
  return [...validate(schema, document), ...missingOperationTypes(document)].map((error) => error.message);
}

/**
 * Tells of operations of a kind that the schema does not have.
 *
 * The specification counts this among the rules of validation, in the section "Operation Type
 * Existence"; graphql-js finds it out when it executes.
 */
function missingOperationTypes(document) {
  return document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .filter(({ operation }) => !schema.getRootType(operation))
    .map(({ operation }) => ({ message: `There is no ${operation}.` }));
}

async function judged(query) {
  const complaints = complaintsOf(query);
  const { errors = [] } = await ask({ query });
  const codes = errors.map((error) => error.extensions?.code);
  assert.ok(!codes.some((code) => LIMITS.test(code)), `A limit stands before the verdict: ${query}`);
  const isRefused = codes.some((code) => INVALID.includes(code));
  return { query, complaints, errors, agree: isRefused === complaints.length > 0 };
}

async function compare(t, documents) {
  const outcomes = await forAll(documents, judged);
  const n_valid = outcomes.filter(({ complaints }) => complaints.length === 0).length;
  t.diagnostic(`${outcomes.length} documents, ${n_valid} of them valid`);
  const differing = outcomes.filter(({ agree }) => !agree);
  const shown = differing
    .slice(0, MOST_SHOWN)
    .map(
      ({ query, complaints, errors }) =>
        `${JSON.stringify(query)}\n  reference: ${complaints[0] ?? "valid"}\n  server:    ${errors[0]?.message ?? "valid"}`,
    );
  assert.equal(differing.length, 0, `${differing.length} are judged differently:\n${shown.join("\n")}`);
  return outcomes;
}

for (const [rule, documents] of Object.entries(DOCUMENTS)) {
  test(`${rule} is kept and broken alike`, async (t) => {
    const outcomes = await compare(t, documents);
    assert.ok(outcomes.some(({ complaints }) => complaints.length === 0), "No document keeps the rule.");
    const check = graphql[rule];
    const isBroken = (text) =>
      check ? validate(schema, parse(text), [check]).length > 0 : complaintsOf(text).length > 0;
    assert.ok(documents.some(isBroken), "No document breaks the rule.");
  });
}

test("every rule of the reference implementation has documents", () => {
  // Subscriptions are not in the schema, so none can have two fields too many.
  const covered = [...Object.keys(DOCUMENTS), "SingleFieldSubscriptionsRule"];
  const rules = specifiedRules.map((rule) => rule.name);
  assert.deepEqual(rules.filter((rule) => !covered.includes(rule)), []);
});

test("the grammar is kept and broken alike", async (t) => {
  await compare(t, GRAMMAR);
});

test(`${N_MUTATIONS} mutations of seed ${SEED} are judged alike`, async (t) => {
  await compare(t, new Random(SEED).sample([...new Set(mutations())], N_MUTATIONS));
});
