// Does the server follow GraphQL over HTTP, as the audits of graphql-http judge it?
import assert from "node:assert/strict";
import test from "node:test";
import { serverAudits } from "graphql-http";

const server = process.env.THROUGHLINE_URL;
assert.ok(server, "Set THROUGHLINE_URL to the address of a running server, such as http://127.0.0.1:8000/.");

const audits = serverAudits({ url: new URL("graphql", server).href });

test("there are as many audits as were agreed upon", () => {
  assert.equal(audits.length, 61);
});

// What should or may be done counts as much as what must be: a warning or a notice fails as well.
for (const audit of audits) {
  test(`${audit.id} ${audit.name}`, async () => {
    const result = await audit.fn();
    const body = result.status === "ok" ? "" : await result.response?.text();
    assert.equal(result.status, "ok", `${result.reason}: ${body}`);
  });
}
