// How is Mercurius started, and how is each question put to it?
import { branch, person } from "../answers.mjs";
import { start } from "../process.mjs";
import { FEW_WORKS, FILTERED, LIST, WORKERS, WORKS } from "../questions.mjs";
import { versionOf } from "../versions.mjs";

export const name = "Mercurius with JIT";

/** Returns the version that is asked. */
export function version() {
  return versionOf("mercurius");
}

/** Starts the server over what was written for the peers. */
export async function serve({ written, log, port }) {
  const script = new URL("serve.mjs", import.meta.url).pathname;
  const server = start(process.execPath, [script, written, port], log, { NODE_ENV: "production" });
  return { children: [server], url: `http://127.0.0.1:${port}/graphql` };
}

const PERSON = "{ id name type born remarks }";

export const queries = {
  entity: {
    document: `query ($id: ID!) { person(id: $id) ${PERSON} }`,
    variables: ({ entity }) => ({ id: entity }),
    read: (data) => person(data.person),
  },
  levels: {
    document: `query ($id: ID!) {
      work(id: $id) { id name workers(first: ${WORKERS.page}) {
        id name workedOn(first: ${WORKS.page}) { id name }
      } }
    }`,
    variables: ({ work }) => ({ id: work }),
    read: (data) => readBranch(data.work),
  },
  list: {
    document: `query { people(first: ${LIST}) ${PERSON} }`,
    variables: () => ({}),
    read: (data) => data.people.map(person),
  },
  nested: {
    document: `query ($id: ID!) {
      person(id: $id) { id name workedOn(first: ${FEW_WORKS.page}) {
        id name workers(first: ${WORKERS.page}) {
          id name workedOn(first: ${WORKS.page}) { id name }
        }
      } }
    }`,
    variables: ({ person }) => ({ id: person }),
    read: (data) => readBranch(data.person),
  },
  path: {
    document: "query ($from: ID!, $to: ID!) { path(from: $from, to: $to) { id } }",
    variables: ({ ends: [from, to] }) => ({ from, to }),
    read: (data) => data.path.map(({ id }) => id),
  },
  filtered: {
    document: `query ($before: String!) {
      bornBefore(date: $before, first: ${FILTERED}) { id name born }
    }`,
    variables: ({ before }) => ({ before }),
    read: (data) => data.bornBefore,
  },
};

function readBranch({ id, name, workers, workedOn }) {
  return branch(id, name, (workers ?? workedOn)?.map(readBranch));
}
