// Can Apollo Client query, page, keep what it read, show errors and subscribe?
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test as untimed } from "node:test";
import { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { relayStylePagination } from "@apollo/client/utilities";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { startChangingServer } from "../http/starting.mjs";
import { ask } from "../reference/server.mjs";
import { ENDPOINT, PAGE, PAGE_OF_PEOPLE, idsOfPeople, promise } from "./story.mjs";

const test = (name, body) => untimed(name, { timeout: 20_000 }, body);

let possibleTypes;
let server;

before(async () => {
  // As the documentation of Apollo Client has it, so that fragments on interfaces are understood.
  const { data } = await ask({ query: "{ __schema { types { name possibleTypes { name } } } }" });
  const abstract = data.__schema.types.filter((type) => type.possibleTypes !== null);
  possibleTypes = Object.fromEntries(
    abstract.map((type) => [type.name, type.possibleTypes.map((possible) => possible.name)]),
  );
  server = await startChangingServer();
});

after(() => server.stop());

/** Returns a client with an empty cache, set up as the README says, and the list of what it sent. */
function connect() {
  const sent = [];
  const fetchAndTell = (address, options) => {
    sent.push(JSON.parse(options.body));
    return fetch(address, options);
  };
  const cache = new InMemoryCache({
    possibleTypes,
    typePolicies: {
      Query: { fields: { people: relayStylePagination(["where", "orderBy", "view"]) } },
    },
  });
  const client = new ApolloClient({ cache, link: new HttpLink({ uri: ENDPOINT, fetch: fetchAndTell }) });
  return { client, sent };
}

test("a query with variables is answered", async () => {
  const { client } = connect();
  const query = gql`
    query Attorneys($client: ID!) {
      agent(id: $client) {
        name
        attorneys {
          nodes {
            ... on Agent {
              name
            }
          }
        }
      }
    }
  `;
  const { data } = await client.query({ query, variables: { client: "alec-baldwin" } });
  assert.equal(data.agent.__typename, "Person");
  assert.equal(data.agent.name, "Alec Baldwin");
  assert.ok(data.agent.attorneys.nodes.some((attorney) => attorney.name === "Alex Spiro"));
});

const PEOPLE = gql(PAGE_OF_PEOPLE);

test("relayStylePagination reads a list to its end, nothing repeated and nothing skipped", async () => {
  const { client, sent } = connect();
  const everyone = await idsOfPeople();
  const variables = { first: PAGE };
  const list = client.watchQuery({ query: PEOPLE, variables });
  const arrived = promise();
  const subscription = list.subscribe(({ data }) => data && arrived.resolve(data));
  let page = (await arrived.promise).people;
  while (page.pageInfo.hasNextPage) {
    const { data } = await list.fetchMore({ variables: { after: page.pageInfo.endCursor } });
    page = data.people;
  }
  subscription.unsubscribe();
  const { people } = client.cache.readQuery({ query: PEOPLE, variables });
  assert.deepEqual(people.edges.map((edge) => edge.node.id), everyone);
  assert.equal(people.totalCount, everyone.length);
  assert.equal(sent.length, Math.ceil(everyone.length / PAGE));
});

test("what one query read is there for another, by its id", async () => {
  const { client, sent } = connect();
  await client.query({ query: PEOPLE, variables: { first: 500 } });
  const { cache } = client;
  assert.equal(cache.identify({ __typename: "Person", id: "alec-baldwin" }), "Person:alec-baldwin");

  const known = cache.readFragment({
    id: "Person:alec-baldwin",
    fragment: gql`
      fragment Name on Agent {
        name
      }
    `,
  });
  assert.equal(known.name, "Alec Baldwin");

  // A second query adds to the same object, and leaves there what the first one read.
  const person = gql`
    query Person($id: ID!) {
      person(id: $id) {
        id
        aliases
      }
    }
  `;
  await client.query({ query: person, variables: { id: "alec-baldwin" } });
  const { name, aliases } = cache.extract()["Person:alec-baldwin"];
  assert.equal(name, "Alec Baldwin");
  assert.ok(Array.isArray(aliases));

  await client.query({ query: person, variables: { id: "alec-baldwin" } });
  assert.equal(sent.length, 2);
});

test("an operation with two views tells them apart when it passes by the cache", async () => {
  const { client } = connect();
  const text = `{
    then: person(id: "alec-baldwin", view: { knownAt: "2023-01-21" }) {
      __typename
      id
      claims { __typename totalCount }
    }
    today: person(id: "alec-baldwin") {
      __typename
      id
      claims { __typename totalCount }
    }
  }`;
  const { data } = await client.query({ query: gql(text), fetchPolicy: "no-cache" });
  assert.ok(data.then.claims.totalCount < data.today.claims.totalCount);
  assert.deepEqual(data, (await ask({ query: text })).data);
});

test("a document is sent once, and named by its digest from then on", async () => {
  const requests = [];
  const fetchAndTell = async (address, options) => {
    const response = await fetch(address, options);
    const { searchParams } = new URL(address);
    const isSent = searchParams.has("query") || "query" in JSON.parse(options.body ?? "{}");
    requests.push({ method: options.method, isSent, etag: response.headers.get("etag") });
    return response;
  };
  const sha256 = (text) => createHash("sha256").update(text).digest("hex");
  const persisted = () =>
    new ApolloClient({
      cache: new InMemoryCache(),
      link: new PersistedQueryLink({ sha256, useGETForHashedQueries: true }).concat(
        new HttpLink({ uri: ENDPOINT, fetch: fetchAndTell }),
      ),
    });
  // A document that nobody sent before: its name is that of this moment.
  const query = gql(`query Persisted${Date.now()} { people { totalCount } }`);
  const first = await persisted().query({ query });
  assert.deepEqual(requests.map((request) => request.isSent), [false, true]);

  requests.length = 0;
  const second = await persisted().query({ query });
  assert.deepEqual(second.data, first.data);
  const [{ method, isSent, etag }, ...others] = requests;
  assert.deepEqual([method, isSent, others.length], ["GET", false, 0]);
  assert.ok(etag, "what is read by GET can be kept");
});

test("an error comes with its code and its place", async () => {
  const { client } = connect();
  await assert.rejects(client.query({ query: PEOPLE, variables: { first: 501 } }), (error) => {
    assert.ok(CombinedGraphQLErrors.is(error));
    const [first] = error.errors;
    assert.equal(first.extensions.code, "PAGE_TOO_LARGE");
    assert.deepEqual(first.path, ["people"]);
    return true;
  });
});

test("a subscription over graphql-ws opens, hears what changed, and completes", async () => {
  const closed = promise();
  const acknowledged = promise();
  const socket = createClient({
    url: `ws://${server.address}`,
    webSocketImpl: WebSocket,
    on: { connected: acknowledged.resolve, closed: closed.resolve },
  });
  const client = new ApolloClient({ cache: new InMemoryCache(), link: new GraphQLWsLink(socket) });
  const query = gql`
    subscription Changes {
      changed {
        snapshot
        claims {
          kind
          sentence
        }
      }
    }
  `;
  const heard = promise();
  const subscription = client.subscribe({ query }).subscribe({ next: heard.resolve, error: heard.reject });
  await acknowledged.promise;
  await new Promise((resolve) => setTimeout(resolve, 300));
  await server.change();
  const { data, error } = await heard.promise;
  assert.equal(error, undefined);
  assert.deepEqual(data.changed.claims.map((claim) => claim.kind), ["ADDED"]);

  // The socket is closed with the last subscription on it.
  subscription.unsubscribe();
  assert.equal((await closed.promise).code, 1000);
});
