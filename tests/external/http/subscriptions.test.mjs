// Do the clients that others wrote for the two protocols hear what changes?
import assert from "node:assert/strict";
import { after, before, test as untimed } from "node:test";
import { createClient as createSocketClient } from "graphql-ws";
import { createClient as createEventClient } from "graphql-sse";
import WebSocket from "ws";
import { startChangingServer } from "./starting.mjs";

const test = (name, body) => untimed(name, { timeout: 20_000 }, body);

let server;

before(async () => {
  server = await startChangingServer();
});

after(() => server.stop());

const CHANGED = "subscription { changed { snapshot claims { kind sentence } } }";

/** Returns the first answer that a client hears once the data change. */
async function heard(client) {
  const answers = client.iterate({ query: CHANGED });
  const first = answers.next();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await server.change();
  const { value } = await first;
  await answers.return();
  return value;
}

function assertAdded(answer) {
  assert.equal(answer.errors, undefined);
  const { claims, snapshot } = answer.data.changed;
  assert.match(snapshot, /^[0-9a-f]{32}$/);
  assert.deepEqual(claims.map((claim) => claim.kind), ["ADDED"]);
}

test("graphql-ws hears what changed", async () => {
  const client = createSocketClient({ url: `ws://${server.address}`, webSocketImpl: WebSocket });
  assertAdded(await heard(client));
  await client.dispose();
});

test("graphql-ws is answered queries, and told what is wrong with one", async () => {
  const client = createSocketClient({ url: `ws://${server.address}`, webSocketImpl: WebSocket });
  const { value } = await client.iterate({ query: "{ people { totalCount } }" }).next();
  assert.equal(value.data.people.totalCount, 2);
  await assert.rejects(client.iterate({ query: "{ nope }" }).next(), (errors) => {
    assert.equal(errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
    return true;
  });
  await client.dispose();
});

test("graphql-sse hears what changed", async () => {
  const client = createEventClient({ url: `http://${server.address}` });
  assertAdded(await heard(client));
  client.dispose();
});

test("graphql-sse is answered queries, and told what is wrong with one", async () => {
  const client = createEventClient({ url: `http://${server.address}` });
  const { value } = await client.iterate({ query: "{ people { totalCount } }" }).next();
  assert.equal(value.data.people.totalCount, 2);
  const wrong = await client.iterate({ query: "{ nope }" }).next();
  assert.equal(wrong.value.errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
  client.dispose();
});
