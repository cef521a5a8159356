// Can urql query, page, keep what it read, and show errors?
import assert from "node:assert/strict";
import { before, test as untimed } from "node:test";
import { Client, fetchExchange, gql } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import { getIntrospectionQuery } from "graphql";
import { ask } from "../reference/server.mjs";
import { ENDPOINT, PAGE, PAGE_OF_PEOPLE, idsOfPeople } from "./story.mjs";

const test = (name, body) => untimed(name, { timeout: 20_000 }, body);

let schema;

before(async () => {
  const { data, errors } = await ask({ query: getIntrospectionQuery() });
  assert.equal(errors, undefined);
  schema = data;
});

/** Returns a client with an empty cache that knows the schema, and what the cache complained about. */
function connect() {
  const complaints = [];
  const cache = cacheExchange({
    schema,
    resolvers: { Query: { people: relayPagination() } },
    logger: (severity, message) => severity === "debug" || complaints.push(message),
  });
  const client = new Client({
    url: ENDPOINT,
    preferGetMethod: false,
    exchanges: [cache, fetchExchange],
  });
  return { client, complaints };
}

const PEOPLE = gql(PAGE_OF_PEOPLE);

test("a query with variables is answered", async () => {
  const { client, complaints } = connect();
  const query = gql`
    query Attorneys($client: ID!) {
      agent(id: $client) {
        id
        name
        attorneys {
          nodes {
            id
            ... on Person {
              name
            }
          }
        }
      }
    }
  `;
  const { data, error } = await client.query(query, { client: "alec-baldwin" });
  assert.equal(error, undefined);
  assert.equal(data.agent.name, "Alec Baldwin");
  assert.ok(data.agent.attorneys.nodes.some((attorney) => attorney.name === "Alex Spiro"));
  assert.deepEqual(complaints, []);
});

test("relayPagination reads a list to its end, nothing repeated and nothing skipped", async () => {
  const { client } = connect();
  const everyone = await idsOfPeople();
  let after = null;
  let people;
  do {
    const { data, error } = await client.query(PEOPLE, { first: PAGE, after });
    assert.equal(error, undefined);
    people = data.people;
    after = people.pageInfo.endCursor;
  } while (people.pageInfo.hasNextPage);
  assert.deepEqual(people.edges.map((edge) => edge.node.id), everyone);
  assert.equal(people.totalCount, everyone.length);
});

test("what one query read is there for another, by its id", async () => {
  const { client } = connect();
  await client.query(PEOPLE, { first: 500 });
  const person = gql`
    query Person($id: ID!) {
      person(id: $id) {
        id
        aliases
      }
    }
  `;
  await client.query(person, { id: "alec-baldwin" });
  const both = gql`
    query PersonAgain($id: ID!) {
      person(id: $id) {
        id
        name
        aliases
      }
    }
  `;
  const { data } = await client.query(both, { id: "alec-baldwin" }, { requestPolicy: "cache-only" });
  assert.equal(data.person.name, "Alec Baldwin");
  assert.ok(Array.isArray(data.person.aliases));
});

test("an error comes with its code and its place", async () => {
  const { client } = connect();
  const { error } = await client.query(PEOPLE, { first: 501 });
  const [first] = error.graphQLErrors;
  assert.equal(first.extensions.code, "PAGE_TOO_LARGE");
  assert.deepEqual(first.path, ["people"]);
});
