// How does a peer become a server that answers a question?
import { join } from "node:path";
import { freePort, until } from "./process.mjs";

/** Starts a server; one that cannot be started has a `fault` instead of an address. */
export async function open(peer, context) {
  const { name, queries } = peer;
  const log = join(context.work, `${name.toLowerCase().replaceAll(" ", "-")}.log`);
  try {
    const port = String(await freePort());
    const server = await peer.serve({ ...context, log, port });
    await until(server.children[0], () => isAnswering(server.url));
    return { name: `${name} ${peer.version(context)}`, queries, ...server };
  } catch (error) {
    console.error(`NOT MEASURED: ${name}, because ${error.message}`);
    return { name, queries, fault: error.message };
  }
}

/** Readies the request that puts a question to a server, and returns what it answers. */
export async function ready(server, question, chosen) {
  const { document, variables, read } = server.queries[question];
  const asked = (document) => post(server.url, JSON.stringify({ query: document }));
  const values = await variables(chosen, asked);
  server.body = JSON.stringify({ query: document, variables: values });
  const { data, length } = await post(server.url, server.body);
  server.length = length;
  return read(data);
}

async function isAnswering(url) {
  try {
    await post(url, JSON.stringify({ query: "{ __typename }" }));
    return true;
  } catch {
    return false;
  }
}

/** Returns the data of an answer, and how many bytes the answer has. */
async function post(url, body) {
  const headers = { "content-type": "application/json", accept: "application/json" };
  const response = await fetch(url, { method: "POST", headers, body });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url} answers ${response.status}: ${text}`);
  const { data, errors } = JSON.parse(text);
  if (errors) throw new Error(`${url} refuses ${body}: ${JSON.stringify(errors)}`);
  return { data, length: Buffer.byteLength(text) };
}
