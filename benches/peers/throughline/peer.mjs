// How is Throughline started, and how is each question put to it?
//
// It serves with the limits that it has by default. A page holds 500 items at most, so the long
// list is asked for as two pages in one request.
import { spawnSync } from "node:child_process";
import { branch, person } from "../answers.mjs";
import { start } from "../process.mjs";
import { FEW_WORKS, FILTERED, LIST, WORKERS, WORKS } from "../questions.mjs";

export const name = "Throughline";

/** Returns the version that is asked. */
export function version({ binary }) {
  return spawnSync(binary, ["--version"], { encoding: "utf8" }).stdout.trim().split(" ").pop();
}

/** Starts the server over the generated folder itself. */
export async function serve({ binary, folder, log, port }) {
  const address = `127.0.0.1:${port}`;
  const server = start(binary, ["serve", "--data", folder, "--listen", address], log);
  return { children: [server], url: `http://${address}/graphql` };
}

const PERSON = "{ id name type born remarks }";
const PAGE = LIST / 2;

export const queries = {
  entity: {
    document: `query ($id: ID!) { person(id: $id) ${PERSON} }`,
    variables: ({ entity }) => ({ id: entity }),
    read: (data) => person(data.person),
  },
  levels: {
    document: `query ($id: ID!) {
      work(id: $id) { id name workers(first: ${WORKERS.page}) { nodes {
        id name workedOn(first: ${WORKS.page}) { nodes { id name } }
      } } }
    }`,
    variables: ({ work }) => ({ id: work }),
    read: (data) => readBranch(data.work),
  },
  list: {
    document: `query ($after: String!) {
      first: people(first: ${PAGE}) { nodes ${PERSON} }
      second: people(first: ${PAGE}, after: $after) { nodes ${PERSON} }
    }`,
    variables: async (_, ask) => {
      const { data } = await ask(`{ people(first: ${PAGE}) { pageInfo { endCursor } } }`);
      return { after: data.people.pageInfo.endCursor };
    },
    read: ({ first, second }) => [...first.nodes, ...second.nodes].map(person),
  },
  nested: {
    document: `query ($id: ID!) {
      person(id: $id) { id name workedOn(first: ${FEW_WORKS.page}) { nodes {
        id name workers(first: ${WORKERS.page}) { nodes {
          id name workedOn(first: ${WORKS.page}) { nodes { id name } }
        } }
      } } }
    }`,
    variables: ({ person }) => ({ id: person }),
    read: (data) => readBranch(data.person),
  },
  path: {
    document: "query ($from: ID!, $to: ID!) { path(from: $from, to: $to) { nodes { id } } }",
    variables: ({ ends: [from, to] }) => ({ from, to }),
    read: (data) => data.path.nodes.map(({ id }) => id),
  },
  filtered: {
    document: `query ($before: Date!) {
      people(first: ${FILTERED}, where: { born: { before: $before } }, orderBy: [{ name: ASC }]) {
        nodes { id name born }
      }
    }`,
    variables: ({ before }) => ({ before }),
    read: (data) => data.people.nodes,
  },
};

function readBranch({ id, name, workers, workedOn }) {
  return branch(id, name, (workers ?? workedOn)?.nodes.map(readBranch));
}
