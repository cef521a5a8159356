// How is PostGraphile started, and how is each question put to it?
import { branch, person } from "../answers.mjs";
import { start } from "../process.mjs";
import { FILTERED, LIST } from "../questions.mjs";
import { versionOf } from "../versions.mjs";
import { databaseVersion, openDatabase } from "./database.mjs";

export const name = "PostGraphile";

/** Returns the versions that are asked. */
export function version() {
  return `${versionOf("postgraphile")} with PostgreSQL ${databaseVersion()}`;
}

/** Starts PostgreSQL over what was written for the peers, and the server over it. */
export async function serve({ written, log, port }) {
  const { server: database, connection } = await openDatabase(written, `${log}.database`);
  const script = new URL("serve.mjs", import.meta.url).pathname;
  const environment = { NODE_ENV: "production", GRAPHILE_ENV: "production" };
  const args = [script, JSON.stringify(connection), port];
  const server = start(process.execPath, args, log, environment);
  return { children: [server, database], url: `http://127.0.0.1:${port}/graphql` };
}

const PERSON = "{ slug name __typename born remarks }";
const readPerson = ({ slug, __typename, ...fields }) =>
  person({ id: slug, type: __typename, ...fields });

const workers = (below) => `workedOnsByWorkList { personByPerson { slug name ${below} } }`;
const works = (below) => `workedOnsByPersonList { workByWork { slug name ${below} } }`;

export const queries = {
  entity: {
    document: `query ($id: String!) { personBySlug(slug: $id) ${PERSON} }`,
    variables: ({ entity }) => ({ id: entity }),
    read: (data) => readPerson(data.personBySlug),
  },
  levels: {
    document: `query ($id: String!) { workBySlug(slug: $id) { slug name ${workers(works(""))} } }`,
    variables: ({ work }) => ({ id: work }),
    read: (data) => readBranch(data.workBySlug),
  },
  list: {
    document: `query { allPeopleList(first: ${LIST}) ${PERSON} }`,
    variables: () => ({}),
    read: (data) => data.allPeopleList.map(readPerson),
  },
  nested: {
    document: `query ($id: String!) { personBySlug(slug: $id) { slug name ${works(workers(works("")))} } }`,
    variables: ({ person }) => ({ id: person }),
    read: (data) => readBranch(data.personBySlug),
  },
  path: {
    document: "query ($from: String!, $to: String!) { path(from: $from, to: $to) }",
    variables: ({ ends: [from, to] }) => ({ from, to }),
    read: (data) => data.path,
  },
  filtered: {
    document: `query ($before: String!) {
      peopleBornBeforeList(date: $before, first: ${FILTERED}) { slug name born }
    }`,
    variables: ({ before }) => ({ before }),
    read: (data) =>
      data.peopleBornBeforeList.map(({ slug, name, born }) => ({ id: slug, name, born })),
  },
};

function readBranch({ slug, name, workedOnsByWorkList, workedOnsByPersonList }) {
  const rows = workedOnsByWorkList ?? workedOnsByPersonList;
  return branch(
    slug,
    name,
    rows?.map((row) => readBranch(row.personByPerson ?? row.workByWork)),
  );
}
