// What do all clients ask, and what is the answer when no client stands between?
import assert from "node:assert/strict";
import { address, ask } from "../reference/server.mjs";

/** Where the clients send their operations. */
export const ENDPOINT = address("graphql").href;

/** A page size of which there are several pages of people. */
export const PAGE = 7;

/** A page of people, as a client that joins pages asks for it. */
export const PAGE_OF_PEOPLE = `
  query People($first: Int!, $after: String) {
    people(first: $first, after: $after) {
      totalCount
      edges {
        cursor
        node {
          id
          name
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`;

/** Returns the ids of all people whom a view shows, read in one page. */
export async function idsOfPeople(view = null) {
  const query = "query ($view: View) { people(first: 500, view: $view) { totalCount nodes { id } } }";
  const { data, errors } = await ask({ query, variables: { view } });
  assert.equal(errors, undefined);
  const ids = data.people.nodes.map((person) => person.id);
  assert.equal(ids.length, data.people.totalCount);
  assert.ok(ids.length > PAGE, "there are too few people for several pages");
  return ids;
}

/** Returns a promise together with what settles it. */
export function promise() {
  let resolve, reject;
  const promise = new Promise((...both) => ([resolve, reject] = both));
  return { promise, resolve, reject };
}
