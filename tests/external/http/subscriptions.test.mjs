// Do the clients that others wrote for the two protocols hear what changes?
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile, cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { after, before, test as untimed } from "node:test";
import { createClient as createSocketClient } from "graphql-ws";
import { createClient as createEventClient } from "graphql-sse";
import WebSocket from "ws";

const test = (name, body) => untimed(name, { timeout: 20_000 }, body);

const binary = process.env.THROUGHLINE_BINARY;
assert.ok(binary, "Set THROUGHLINE_BINARY to the path of the server.");

const minimal = new URL("../../minimal/", import.meta.url).pathname;
let folder;
let server;
let address;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "throughline-"));
  await cp(minimal, folder, { recursive: true });
  server = spawn(binary, ["serve", "--listen", "127.0.0.1:0", "--data", folder], { stdio: ["ignore", "pipe", "inherit"] });
  address = await new Promise((resolve, reject) => {
    let told = "";
    server.stdout.on("data", (data) => {
      told += data;
      const found = /GraphQL +http:\/\/(\S+)/.exec(told);
      if (found) resolve(found[1]);
    });
    server.on("exit", () => reject(new Error(`the server does not start: ${told}`)));
  });
});

after(async () => {
  server.removeAllListeners("exit");
  server.kill();
  await rm(folder, { recursive: true });
});

const CHANGED = "subscription { changed { snapshot claims { kind sentence } } }";

/** Adds a name to the file of a person. */
async function change() {
  const file = join(folder, "people", "alec-baldwin.toml");
  const claim = `\n[[alias]]\nvalue = "Alias ${Date.now()}"\ncite = "doc-002#5"\n`;
  await writeFile(file, (await readFile(file, "utf8")) + claim);
}

/** Returns the first answer that a client hears once the data change. */
async function heard(client) {
  const answers = client.iterate({ query: CHANGED });
  const first = answers.next();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await change();
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
  const client = createSocketClient({ url: `ws://${address}`, webSocketImpl: WebSocket });
  assertAdded(await heard(client));
  await client.dispose();
});

test("graphql-ws is answered queries, and told what is wrong with one", async () => {
  const client = createSocketClient({ url: `ws://${address}`, webSocketImpl: WebSocket });
  const { value } = await client.iterate({ query: "{ people { totalCount } }" }).next();
  assert.equal(value.data.people.totalCount, 2);
  await assert.rejects(client.iterate({ query: "{ nope }" }).next(), (errors) => {
    assert.equal(errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
    return true;
  });
  await client.dispose();
});

test("graphql-sse hears what changed", async () => {
  const client = createEventClient({ url: `http://${address}` });
  assertAdded(await heard(client));
  client.dispose();
});

test("graphql-sse is answered queries, and told what is wrong with one", async () => {
  const client = createEventClient({ url: `http://${address}` });
  const { value } = await client.iterate({ query: "{ people { totalCount } }" }).next();
  assert.equal(value.data.people.totalCount, 2);
  const wrong = await client.iterate({ query: "{ nope }" }).next();
  assert.equal(wrong.value.errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
  client.dispose();
});
