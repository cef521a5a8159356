// How GraphiQL asks the server: one POST for each operation, a stream of events for a subscription, and a readable answer when there is none.
import type { Fetcher, FetcherParams } from "@graphiql/toolkit";
import { type ExecutionResult, getOperationAST, parse } from "graphql";
import { createClient } from "graphql-sse";

const ACCEPT = "application/graphql-response+json, application/json;q=0.9";

/** Returns a fetcher for the GraphQL endpoint at this address. */
export function fetcherFor(endpoint: URL): Fetcher {
  const events = createClient({ url: endpoint.href });
  return (params, options) => {
    const request = { ...params, operationName: nameIn(params) };
    return isSubscription(request) ? events.iterate(request) : ask(endpoint, request, options?.headers);
  };
}

async function ask(endpoint: URL, request: FetcherParams, headers?: Record<string, string>): Promise<ExecutionResult> {
  let response: Response;
  try {
    response = await fetch(endpoint, {
      method: "POST",
      headers: { ...headers, accept: ACCEPT, "content-type": "application/json" },
      body: JSON.stringify(request),
    });
  } catch {
    return failure(`No answer from ${endpoint}. Is the server running?`);
  }
  const text = await response.text();
  try {
    return JSON.parse(text) as ExecutionResult;
  } catch {
    return failure(`The server answered ${response.status} ${response.statusText} without JSON: ${text.slice(0, 300)}`);
  }
}

/** Returns whether a subscription is to run. What cannot be read is none: the server tells what is wrong with it. */
function isSubscription({ query, operationName }: FetcherParams): boolean {
  try {
    return getOperationAST(parse(query), operationName)?.operation === "subscription";
  } catch {
    return false;
  }
}

/**
 * Returns the name of the operation to run, or nothing when the text has no operation of that name.
 *
 * GraphiQL reads the text a moment after it changes, so a reader who switches tabs and runs at once would ask for the operation of the other tab.
 */
function nameIn({ query, operationName }: FetcherParams): string | undefined {
  const isThere = operationName && new RegExp(`\\b(query|mutation|subscription)\\s+${operationName}\\b`).test(query);
  return isThere ? operationName : undefined;
}

function failure(message: string): ExecutionResult {
  return { errors: [{ message }] } as unknown as ExecutionResult;
}
