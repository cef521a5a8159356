// Which schema is the reference implementation given?
//
// The one that was agreed upon, with what the edition of October 2021 builds into every schema, and
// deprecated input values. graphql-js is ahead of that edition: it knows `@oneOf`, and tells of
// deprecated directives. What is ahead is taken out, so that both sides have the same words.
import { GraphQLError, GraphQLSchema, buildSchema, introspectionTypes, specifiedDirectives } from "graphql";
import { isDate } from "./dates.mjs";
import { SDL } from "./server.mjs";

const DIRECTIVES = ["include", "skip", "deprecated", "specifiedBy"];

/** The fields of introspection, in the order of the edition. */
const FIELDS = {
  __Schema: ["description", "types", "queryType", "mutationType", "subscriptionType", "directives"],
  __Type: [
    "kind",
    "name",
    "description",
    "fields",
    "interfaces",
    "possibleTypes",
    "enumValues",
    "inputFields",
    "ofType",
    "specifiedByURL",
  ],
  __Directive: ["name", "description", "locations", "args", "isRepeatable"],
};

const LATER_LOCATION = "DIRECTIVE_DEFINITION";

function asOfOctober2021() {
  for (const type of introspectionTypes) {
    const fields = type.getFields?.();
    for (const name of FIELDS[type.name] ?? []) {
      const field = fields[name];
      delete fields[name];
      fields[name] = field;
    }
    for (const name of Object.keys(fields ?? {})) {
      if (FIELDS[type.name] && !FIELDS[type.name].includes(name)) {
        delete fields[name];
      }
    }
    if (type.name === "__Schema") {
      fields.directives.args = [];
    }
    if (type.name === "__DirectiveLocation") {
      remove(type.getValues(), (value) => value.name === LATER_LOCATION);
    }
  }
  for (const directive of specifiedDirectives) {
    remove(directive.locations, (location) => location === LATER_LOCATION);
  }
}

function remove(items, isUnwanted) {
  items.splice(0, items.length, ...items.filter((item) => !isUnwanted(item)));
}

/** Returns a value from outside as a date; the SDL alone does not say what is one. */
function dateOf(value) {
  if (typeof value !== "string" || !isDate(value)) {
    throw new GraphQLError(`${JSON.stringify(value)} is not a date.`);
  }
  return value;
}

/** Returns the schema of the reference implementation. */
export function referenceSchema() {
  asOfOctober2021();
  const built = buildSchema(SDL);
  built.getType("Date").parseValue = dateOf;
  const config = built.toConfig();
  const isKnown = (directive) => DIRECTIVES.includes(directive.name) || !specifiedDirectives.includes(directive);
  return new GraphQLSchema({ ...config, directives: config.directives.filter(isKnown) });
}
