// Is the schema that clients see the one that was agreed upon?
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import test from "node:test";
import {
  assertValidSchema,
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
} from "graphql";
import { DATA, SDL, ask, download, setting } from "./server.mjs";

test("graphql-js reads the agreed schema and finds it valid", () => {
  assertValidSchema(buildSchema(SDL));
});

test("introspection tells the same schema as the file", async () => {
  const query = getIntrospectionQuery({
    descriptions: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
  });
  const { data, errors } = await ask({ query });
  assert.equal(errors, undefined);
  const sorted = (schema) => printSchema(lexicographicSortSchema(schema));
  assert.equal(sorted(buildClientSchema(data)), sorted(buildSchema(SDL)));
});

test("the command prints the file", () => {
  const binary = setting("THROUGHLINE_BINARY", "the path of the compiled server");
  assert.equal(execFileSync(binary, ["schema", "--data", DATA], { encoding: "utf8", maxBuffer: 2 ** 26 }), SDL);
});

test("the server gives the file away", async () => {
  assert.equal(await download("schema.graphql"), SDL);
});
