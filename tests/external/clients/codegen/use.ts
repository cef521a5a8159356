// How does an application use what was generated? The compiler holds it to the schema.
import { print } from "graphql";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { useFragment as read } from "./gql/fragment-masking";
import {
  ChargesAndOutcomesDocument,
  LawyersDocument,
  NeighborsDocument,
  PeoplePageByPageDocument,
  RelationType,
  StandingsFragmentDoc,
} from "./gql/graphql";

async function ask<R, V>(address: string, document: TypedDocumentNode<R, V>, variables: V): Promise<R> {
  const response = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: print(document), variables }),
  });
  const { data, errors } = (await response.json()) as { data: R; errors?: { message: string }[] };
  if (errors) throw new Error(errors.map((error) => error.message).join("\n"));
  return data;
}

/** Returns the names of a page of people. */
export async function people(address: string, first: number): Promise<string[]> {
  const { people } = await ask(address, PeoplePageByPageDocument, { first });
  return people.nodes.map((person) => person.name);
}

/** Returns the names of those who represent somebody, each with the type of who it is. */
export async function attorneys(address: string, client: string): Promise<string[]> {
  const { agent } = await ask(address, LawyersDocument, { client });
  const edges = agent?.attorneys.edges ?? [];
  return edges.map(({ node }) => {
    const type: "Person" | "Organization" | "Group" = node.__typename;
    return `${type} ${node.name}`;
  });
}

/** Returns where somebody stands in each of the cases that the example asks for. */
export async function standings(address: string): Promise<(string | null | undefined)[]> {
  const data = await ask(address, ChargesAndOutcomesDocument, {});
  return [data.actorAsKnownInApril2023, data.actor, data.armorer].map((legalCase) => {
    const known = read(StandingsFragmentDoc, legalCase);
    return known?.charged.edges[0]?.standing;
  });
}

/** Returns the ids of those who were killed in an event. */
export async function killed(address: string, id: string): Promise<string[]> {
  const types: RelationType[] = [RelationType.KilledIn];
  const { entity } = await ask(address, NeighborsDocument, { id, types });
  return entity?.relations.edges.map((edge) => edge.node.id) ?? [];
}

/** What is wrong is refused; were it not, the compiler would complain about the comments. */
export async function refused(address: string): Promise<void> {
  // @ts-expect-error The client is not given.
  await ask(address, LawyersDocument, {});
  // @ts-expect-error A list is no id.
  await ask(address, LawyersDocument, { client: ["alec-baldwin"] });
  const { people } = await ask(address, PeoplePageByPageDocument, {});
  // @ts-expect-error The operation does not ask for it.
  people.edges;
  const { agent } = await ask(address, LawyersDocument, { client: "nobody" });
  // @ts-expect-error There may be no such agent.
  agent.name;
}
