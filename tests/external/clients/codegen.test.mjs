// Can graphql-codegen make types of the schema and the examples, and does TypeScript hold to them?
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test as untimed } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { codegen } from "@graphql-codegen/core";
import { preset } from "@graphql-codegen/client-preset";
import { buildSchema, parse } from "graphql";
import { startServer } from "../http/starting.mjs";
import { DATA, ask, download } from "../reference/server.mjs";
import { ENDPOINT, PAGE } from "./story.mjs";

const test = (name, body) => untimed(name, { timeout: 60_000 }, body);
const HERE = fileURLToPath(new URL(".", import.meta.url));

let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "throughline-codegen-"));
  await symlink(join(HERE, "node_modules"), join(folder, "node_modules"));
  await cp(join(HERE, "codegen"), folder, { recursive: true });
  for (const { path, content } of await generated()) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
});

after(() => rm(folder, { recursive: true }));

/** Returns the example operations, as graphql-codegen takes them. */
async function examples() {
  const names = (await readdir(join(DATA, "queries"))).filter((name) => name.endsWith(".graphql"));
  assert.ok(names.length > 20);
  const read = async (name) => {
    const location = join(DATA, "queries", name);
    const rawSDL = await readFile(location, "utf8");
    return { location, rawSDL, document: parse(rawSDL) };
  };
  return Promise.all(names.sort().map(read));
}

/** Returns the variables that stand beside each example, by the name of its operation. */
async function variablesByOperation() {
  const found = await Promise.all(
    (await examples()).map(async ({ location, document }) => {
      const { name } = document.definitions.find((definition) => definition.kind === "OperationDefinition");
      const text = await readFile(location.replace(/graphql$/, "variables.json"), "utf8").catch(() => "{}");
      return [name.value, JSON.parse(text)];
    }),
  );
  return new Map(found);
}

/** Returns the files that the client preset writes, as the command does. */
async function generated() {
  const sdl = await download("schema.graphql");
  const files = await preset.buildGeneratesSection({
    baseOutputDir: join(folder, "gql/"),
    schema: parse(sdl),
    schemaAst: buildSchema(sdl),
    documents: await examples(),
    config: { useTypeImports: true, enumType: "native" },
    presetConfig: { persistedDocuments: { hashAlgorithm: "sha256" } },
    plugins: [],
    pluginMap: {},
  });
  return Promise.all(files.map(async (file) => ({ path: file.filename, content: await codegen(file) })));
}

test("the generated types and a typed use of them pass the compiler, and what they ask is answered", async () => {
  const options = ["--strict", "--module", "nodenext", "--target", "es2022", "--types", "node"];
  const compiler = join(HERE, "node_modules", "typescript", "bin", "tsc");
  const compiled = promisify(execFile)(process.execPath, [compiler, ...options, "use.ts"], { cwd: folder });
  await compiled.catch(({ stdout }) => assert.fail(stdout));

  const use = await import(join(folder, "use.js"));
  const { data } = await ask({ query: `{ people(first: ${PAGE}) { nodes { name } } }` });
  assert.deepEqual(await use.people(ENDPOINT, PAGE), data.people.nodes.map((person) => person.name));
  assert.ok((await use.attorneys(ENDPOINT, "alec-baldwin")).includes("Person Alex Spiro"));
  assert.deepEqual(await use.standings(ENDPOINT), ["CHARGES_DROPPED", "DISMISSED", "CONVICTED"]);
  assert.deepEqual(await use.killed(ENDPOINT, "rust-shooting"), ["halyna-hutchins"]);
});

test("a server that trusts the manifest runs its documents by their ids, and no others", async () => {
  const path = join(folder, "gql", "persisted-documents.json");
  const documents = Object.entries(JSON.parse(await readFile(path, "utf8")));
  const variables = await variablesByOperation();
  assert.equal(documents.length, variables.size);

  const server = await startServer("--data", DATA, "--trusted-documents", path);
  const askByName = async (body) => {
    const headers = { "content-type": "application/json" };
    const sent = { method: "POST", headers, body: JSON.stringify(body) };
    return (await fetch(`http://${server.address}`, sent)).json();
  };
  for (const [documentId, query] of documents) {
    const operation = parse(query).definitions.find((definition) => definition.kind === "OperationDefinition");
    const given = variables.get(operation.name.value);
    const answer = await askByName({ documentId, variables: given });
    assert.equal(answer.errors, undefined);
    assert.deepEqual(answer.data, (await ask({ query, variables: given })).data);
  }
  const { errors } = await askByName({ query: "{ people { totalCount } }" });
  assert.equal(errors[0].extensions.code, "DOCUMENT_NOT_TRUSTED");
  server.stop();
});
