// How is Raphtory's GraphQL server started, and how is each question put to it?
//
// It listens on all addresses, since it has no option for one. Its schema is one for all graphs:
// a node has metadata under keys, and lists have no limit unless they are asked for as a page.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { branch, person } from "../answers.mjs";
import { start } from "../process.mjs";
import { FILTERED, LIST } from "../questions.mjs";

export const name = "Raphtory";

/** Returns the version that is asked. */
export function version() {
  const pinned = readFileSync(new URL("requirements.txt", import.meta.url), "utf8");
  return /raphtory==(\S+)/.exec(pinned)[1];
}

/** Starts the server over what was written for the peers. */
export async function serve({ written, python, log, port }) {
  const folder = mkdtempSync(join(tmpdir(), "raphtory-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const script = new URL("serve.py", import.meta.url).pathname;
  const server = start(python, ["-B", script, written, folder, port], log);
  return { children: [server], url: `http://127.0.0.1:${port}/` };
}

const PERSON =
  '{ name nodeType metadata { values(keys: ["name", "born", "remarks"]) { key value } } }';
const NAMED = 'name metadata { get(key: "name") { value } }';
const IN_GRAPH = 'graph(path: "story")';
const ON_WORK = 'layer(name: "worked-on")';

export const queries = {
  entity: {
    document: `query ($id: String!) { ${IN_GRAPH} { node(name: $id) ${PERSON} } }`,
    variables: ({ entity }) => ({ id: entity }),
    read: (data) => readPerson(data.graph.node),
  },
  levels: {
    document: `query ($id: String!) { ${IN_GRAPH} { node(name: $id) { ${ON_WORK} {
      ${NAMED} inNeighbours { list { ${NAMED} outNeighbours { list { ${NAMED} } } } }
    } } } }`,
    variables: ({ work }) => ({ id: work }),
    read: (data) => readBranch(data.graph.node.layer),
  },
  list: {
    document: `query { ${IN_GRAPH} { nodes { typeFilter(nodeTypes: ["Person"]) {
      page(limit: ${LIST}) ${PERSON}
    } } } }`,
    variables: () => ({}),
    read: (data) => data.graph.nodes.typeFilter.page.map(readPerson),
  },
  nested: {
    document: `query ($id: String!) { ${IN_GRAPH} { node(name: $id) { ${ON_WORK} {
      ${NAMED} outNeighbours { list {
        ${NAMED} inNeighbours { list { ${NAMED} outNeighbours { list { ${NAMED} } } } }
      } }
    } } } }`,
    variables: ({ person }) => ({ id: person }),
    read: (data) => readBranch(data.graph.node.layer),
  },
  path: {
    document: `query ($from: String!, $to: String!) { ${IN_GRAPH} { algorithms {
      shortest_path(source: $from, targets: [$to], direction: "both") { nodes }
    } } }`,
    variables: ({ ends: [from, to] }) => ({ from, to }),
    read: (data) => data.graph.algorithms.shortest_path[0].nodes,
  },
  filtered: {
    document: `query ($before: String!) { ${IN_GRAPH} { nodes { typeFilter(nodeTypes: ["Person"]) {
      select(expr: { metadata: { name: "born", where: { lt: { str: $before } } } }) {
        sorted(sortBys: [{ property: "name" }]) { page(limit: ${FILTERED}) {
          name metadata { values(keys: ["name", "born"]) { key value } }
        } }
      }
    } } } }`,
    variables: ({ before }) => ({ before }),
    read: (data) =>
      data.graph.nodes.typeFilter.select.sorted.page.map((node) => {
        const { name, born } = told(node);
        return { id: node.name, name, born };
      }),
  },
};

function readPerson(node) {
  const { name, born, remarks } = told(node);
  return person({ id: node.name, type: node.nodeType, name, born, remarks });
}

/** Returns the metadata of a node by their keys. */
function told(node) {
  return Object.fromEntries(node.metadata.values.map(({ key, value }) => [key, value]));
}

function readBranch({ name, metadata, inNeighbours, outNeighbours }) {
  return branch(name, metadata.get.value, (inNeighbours ?? outNeighbours)?.list.map(readBranch));
}
