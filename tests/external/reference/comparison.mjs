// Do two answers to the same request agree?
//
// Data agrees when it is byte-equal after parsing, with the order of keys kept. Errors agree in their
// number and order, their paths, locations and codes. Messages are everybody's own. What is told
// beside the data agrees in the view of each field.
import { execute, getOperationAST, Kind, parse } from "graphql";

/** The server shows at most ten errors, and two locations of each. */
const MOST_ERRORS = 10;
const MOST_LOCATIONS = 2;

/** The lists of introspection whose order the specification leaves open. */
const UNORDERED = ["types", "directives", "possibleTypes"];

/** Returns the answer of the reference implementation in the form in which the server answers. */
export function referenceAnswer(schema, rootValue, { query, variables, operationName }) {
  const document = parse(query);
  const contextValue = {};
  const result = execute({ schema, document, rootValue, contextValue, variableValues: variables, operationName });
  const isRequestError = !("data" in result);
  return {
    ...("data" in result && { data: result.data }),
    ...(result.errors && {
      errors: result.errors.map((error) => ({
        path: error.path,
        locations: error.locations,
        extensions: { code: error.extensions.code ?? codeOf(error, isRequestError) },
      })),
    }),
    ...(contextValue.views && { extensions: { views: contextValue.views } }),
  };
}

/** Returns the code that the server has for an error of graphql-js itself. */
function codeOf(error, isRequestError) {
  if (/^Unknown operation named|^Must provide an operation/.test(error.message)) {
    return "UNKNOWN_OPERATION";
  }
  if (/^Must provide operation name/.test(error.message)) {
    return "OPERATION_NAME_REQUIRED";
  }
  return isRequestError ? "BAD_VARIABLE" : "BAD_ARGUMENT";
}

/** Returns the first difference of two answers to a request, or `undefined`. */
export function difference(request, expected, found) {
  const document = parse(request.query);
  const [left, right] = [expected, found].map((answer) => inForm(document, request, answer));
  return firstDifference("", left, right);
}

/** Returns the views that an answer tells, by the keys of their fields in the order of the alphabet. */
function viewsOf({ data, extensions }) {
  // Where everything is null, graphql-js has not come to the later fields.
  const isWhole = extensions !== undefined && data !== null;
  const views = Object.entries(extensions?.views ?? {}).sort();
  return isWhole && { views: Object.fromEntries(views) };
}

function inForm(document, request, answer) {
  const { data, errors } = answer;
  const schemaKeys = introspectionKeys(document, request.operationName);
  const sorted = (data) =>
    Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, schemaKeys.has(key) ? sortedLists(value) : value]),
    );
  return {
    ...(data !== undefined && { data: data === null ? null : sorted(JSON.parse(JSON.stringify(data))) }),
    ...(errors && {
      // A request that is refused as a whole tells one error at least; how many more is open.
      errors: errors.slice(0, data === undefined ? 1 : MOST_ERRORS).map(({ path, locations, extensions }) => ({
        ...(path && { path }),
        ...(locations && {
          locations: locations.slice(0, MOST_LOCATIONS).map(({ line, column }) => ({ line, column })),
        }),
        code: extensions?.code,
      })),
    }),
    ...viewsOf(answer),
  };
}

/** Returns the response keys at the root that ask for the schema. */
function introspectionKeys(document, operationName) {
  const keys = new Set();
  const fragments = new Map(
    document.definitions.filter((d) => d.kind === Kind.FRAGMENT_DEFINITION).map((d) => [d.name.value, d]),
  );
  const walk = (selections) => {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) {
        if (["__schema", "__type"].includes(node.name.value)) {
          keys.add((node.alias ?? node.name).value);
        }
      } else {
        const below = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
        walk(below.selectionSet.selections);
      }
    }
  };
  walk(getOperationAST(document, operationName)?.selectionSet.selections ?? []);
  return keys;
}

/** Sorts the lists of introspection that have no order, whatever alias they carry. */
function sortedLists(value, key = "") {
  if (Array.isArray(value)) {
    const items = value.map((item) => sortedLists(item));
    const isUnordered = UNORDERED.includes(key.replace(/_\d+$/, ""));
    return isUnordered ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items;
  }
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, sortedLists(item, name)]));
  }
  return value;
}

function firstDifference(path, left, right) {
  if (JSON.stringify(left) === JSON.stringify(right)) {
    return undefined;
  }
  const isObject = (value) => value !== null && typeof value === "object";
  if (isObject(left) && isObject(right)) {
    const [leftKeys, rightKeys] = [Object.keys(left), Object.keys(right)];
    if (leftKeys.join() === rightKeys.join()) {
      const key = leftKeys.find((key) => JSON.stringify(left[key]) !== JSON.stringify(right[key]));
      return firstDifference(`${path}.${key}`, left[key], right[key]);
    }
  }
  const show = (value) => (JSON.stringify(value) ?? "nothing").slice(0, 600);
  return `at ${path || "the top"}\n  reference: ${show(left)}\n  server:    ${show(right)}`;
}
