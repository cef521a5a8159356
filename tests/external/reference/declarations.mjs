// What does the API tell of what may be said? The ontology, in the form of answers.
import { bounded } from "./pages.mjs";

export const camel = (key) => key.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
export const upperFirst = (name) => name[0].toUpperCase() + name.slice(1);
export const constant = (key) => key.replaceAll("-", "_").toUpperCase();

/** Returns a list that the ontology declares, with its count. */
export function declared(name, items) {
  return bounded(name, `${name.replace(/s$/, "")}Count`, () => items);
}

/** Returns the answer about an ontology, and the answers about its types. */
export function declarationsOf({ name, description, types, attributes, relations }) {
  const answers = new Map();
  for (const type of types) {
    answers.set(type, declaredType(type, answers));
  }
  const root = {
    __typename: "Ontology",
    name,
    description,
    ...declared("types", [...answers.values()]),
    ...declared("attributes", attributes.map((attribute) => declaredAttribute(attribute, answers))),
    ...declared("relations", relations.map((relation) => declaredRelation(relation, answers))),
  };
  return { root, types: answers };
}

function declaredType(type, types) {
  return {
    __typename: "TypeDeclaration",
    name: type.name,
    pluralField: camel(type.plural),
    description: type.description,
    isAbstract: type.isAbstract,
    ...bounded("ancestors", "ancestorCount", () => type.ancestors.map((ancestor) => types.get(ancestor))),
  };
}

function declaredAttribute(attribute, types) {
  return {
    __typename: "AttributeDeclaration",
    key: attribute.key,
    field: camel(attribute.plural ?? attribute.key),
    valueType: attribute.valueType,
    isList: attribute.plural !== undefined,
    isNaming: attribute.isNaming,
    isReason: attribute.isReason,
    description: attribute.description,
    ...declared("on", attribute.on.map((type) => types.get(type))),
    ...declaredValues(attribute),
    ...declaredQualifiers(attribute),
  };
}

function declaredRelation(relation, types) {
  return {
    __typename: "RelationDeclaration",
    key: relation.key,
    field: camel(relation.key),
    inverseField: camel(relation.inverse),
    from: types.get(relation.from),
    to: types.get(relation.to),
    description: relation.description,
    inverseDescription: relation.inverseDescription,
    isAccusatory: relation.isAccusatory,
    ...declaredQualifiers(relation),
  };
}

function declaredQualifiers({ qualifiers }) {
  return declared(
    "qualifiers",
    qualifiers.map((qualifier) => ({
      __typename: "QualifierDeclaration",
      key: qualifier.key,
      field: camel(qualifier.key),
      valueType: qualifier.valueType,
      description: qualifier.description,
      isIdentifying: qualifier.isIdentifying,
      ...declaredValues(qualifier),
    })),
  );
}

function declaredValues({ values }) {
  return declared(
    "values",
    values.map(({ key, description }) => ({
      __typename: "ValueDeclaration",
      constant: constant(key),
      description,
    })),
  );
}
