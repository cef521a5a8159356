// Which server is asked, and how? Every test here goes through this file.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** The folder that holds the story which the server serves. */
export const DATA = process.env.THROUGHLINE_DATA ?? `${ROOT}graph-data`;

/** The schema that was agreed upon. */
export const SCHEMA_FILE = process.env.THROUGHLINE_SCHEMA ?? `${ROOT}schema.graphql`;
export const SDL = readFileSync(SCHEMA_FILE, "utf8");

/** Returns a variable of the environment; a test without it fails. */
export function setting(name, what) {
  const value = process.env[name];
  assert.ok(value, `Set ${name} to ${what}.`);
  return value;
}

/** The number of requests under way at the same time. */
const AT_ONCE = 8;

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** Returns the address of something that the server has. */
export function address(path) {
  const server = setting("THROUGHLINE_URL", "the address of a running server, such as http://127.0.0.1:8000/");
  return new URL(path, server);
}

/** Returns a document of the server as text. */
export async function download(path) {
  const response = await fetch(address(path));
  assert.equal(response.status, 200);
  return response.text();
}

/** Asks the server over HTTP; returns the parsed response. */
export function ask(body) {
  const options = { method: "POST", agent, headers: { "content-type": "application/json" } };
  return new Promise((resolve, reject) => {
    const sent = request(address("graphql"), options, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        try {
          resolve(JSON.parse(text));
        } catch {
          reject(new Error(`The server answered ${response.statusCode}: ${text.slice(0, 200)}`));
        }
      });
      response.on("error", reject);
    });
    // The server closes what is idle, and may do so while a test that was busy comes back to it.
    sent.on("error", (error) =>
      sent.reusedSocket && error.code === "ECONNRESET" ? ask(body).then(resolve, reject) : reject(error),
    );
    sent.end(JSON.stringify(body));
  });
}

/** Does something for every item, several at the same time; the results keep the order. */
export async function forAll(items, act) {
  const results = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await act(items[at], at);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
