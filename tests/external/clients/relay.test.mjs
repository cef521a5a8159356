// Does the compiler of Relay accept the schema, and can its runtime page and fetch again?
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test as untimed } from "node:test";
import { promisify } from "node:util";
import compiler from "relay-compiler";
import relay from "relay-runtime";
import { ask, download } from "../reference/server.mjs";
import { PAGE, idsOfPeople } from "./story.mjs";

const test = (name, body) => untimed(name, { timeout: 30_000 }, body);

let folder;
let artifact;
const complaints = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "throughline-relay-"));
  await cp(new URL("relay/", import.meta.url), folder, { recursive: true });
  await writeFile(join(folder, "schema.graphql"), await download("schema.graphql"));
  await mkdir(join(folder, "__generated__"));
  await promisify(execFile)(compiler, ["relay.config.json"], { cwd: folder });
  const require = createRequire(join(folder, "__generated__", "index.js"));
  artifact = (name) => require(`./${name}.graphql.js`);
  // Relay tells of answers that it cannot put into its store on the console.
  console.error = console.warn = (...told) => complaints.push(told);
});

afterEach(() => assert.deepEqual(complaints.splice(0), []));

after(() => rm(folder, { recursive: true }));

/** Returns an application's place for what it has read. */
function environment() {
  const network = relay.Network.create(({ text }, variables) => ask({ query: text, variables }));
  return new relay.Environment({ network, store: new relay.Store(new relay.RecordSource()) });
}

/** Fetches an operation into the store, keeps it there, and returns what it reads. */
async function fetched(application, operation, variables) {
  await relay.fetchQuery(application, operation, variables, { fetchPolicy: "network-only" }).toPromise();
  const descriptor = relay.createOperationDescriptor(operation, variables);
  application.retain(descriptor);
  return application.lookup(descriptor.fragment).data;
}

/** Returns what a fragment reads where a parent spread it, and the variables that hold there. */
function read(application, fragment, parent) {
  const selector = relay.getSingularSelector(fragment, parent);
  const { data, isMissingData } = application.lookup(selector);
  assert.equal(isMissingData, false);
  return { data, variables: { ...selector.owner.variables, ...selector.variables } };
}

/** Fetches page after page of a list, as `loadNext` does, and returns what the fragment then reads. */
async function readToTheEnd(application, fragment, parent, list) {
  const { identifierField, paginationMetadata, paginationRequest } =
    relay.getPaginationMetadata(fragment, fragment.name);
  let nPages = 1;
  for (;;) {
    const { data, variables } = read(application, fragment, parent);
    const { hasNextPage, endCursor } = data[list].pageInfo;
    if (!hasNextPage) return { data, nPages };
    const identity = identifierField ? { id: data[identifierField] } : {};
    const next = relay.getPaginationVariables("forward", PAGE, endCursor, variables, identity, paginationMetadata);
    await fetched(application, paginationRequest, next);
    nPages++;
  }
}

test("a list at the root is read to its end, nothing repeated and nothing skipped", async () => {
  const application = environment();
  const parent = await fetched(application, artifact("peopleQuery"), { count: PAGE });
  const { data, nPages } = await readToTheEnd(application, artifact("people_list"), parent, "people");
  const everyone = await idsOfPeople();
  assert.deepEqual(data.people.edges.map((edge) => edge.node.__id), everyone);
  assert.equal(nPages, Math.ceil(everyone.length / PAGE));
});

test("a list under a view is read to its end under that view", async () => {
  const application = environment();
  const view = { knownAt: "2023-04-24" };
  const parent = await fetched(application, artifact("peopleQuery"), { count: PAGE, view });
  const { data } = await readToTheEnd(application, artifact("people_list"), parent, "people");
  const known = await idsOfPeople(view);
  assert.deepEqual(data.people.edges.map((edge) => edge.node.__id), known);
  assert.ok(known.length < (await idsOfPeople()).length);
});

test("a list below an entity goes on through the id of the entity", async () => {
  const application = environment();
  const { production } = await fetched(application, artifact("peopleProductionQuery"), { id: "rust", count: PAGE });
  const { data, nPages } = await readToTheEnd(application, artifact("people_claims"), production, "claims");
  const all = await ask({ query: '{ production(id: "rust") { claims(first: 500) { nodes { id } } } }' });
  const ids = all.data.production.claims.nodes.map((claim) => claim.id);
  assert.deepEqual(data.claims.edges.map((edge) => edge.node.id), ids);
  assert.ok(nPages > 2);
});

test("an entity is fetched again by its id, into what is there of it", async () => {
  const application = environment();
  const parent = await fetched(application, artifact("peopleQuery"), { count: PAGE });
  const list = read(application, artifact("people_list"), parent).data;
  const fragment = artifact("people_person");
  const [{ node }] = list.people.edges;
  const { identifierInfo, refetchableRequest } = relay.getRefetchMetadata(fragment, fragment.name);
  assert.equal(identifierInfo.identifierQueryVariableName, "id");

  const before = read(application, fragment, node).data;
  application.commitUpdate((store) => store.get(before.id).setValue(["nobody"], "aliases"));
  assert.deepEqual(read(application, fragment, node).data.aliases, ["nobody"]);

  const again = await fetched(application, refetchableRequest, { id: before.id });
  assert.deepEqual(read(application, fragment, again.node).data, before);
  assert.deepEqual(read(application, fragment, node).data, before);
});
