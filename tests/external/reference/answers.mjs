// What is the answer to each field? Naive code over plain arrays, as resolvers for graphql-js.
//
// Every object carries `__typename` and one property or method for each of its fields; the default
// resolver of graphql-js does the rest. Lists are filtered anew whenever they are asked for.
import { GraphQLError } from "graphql";
import { compare } from "./story.mjs";

const DEFAULT_PAGE = 25;
const MOST_ON_PAGE = 500;

/** Returns the root of all answers about a story. */
export function answersOf(story) {
  return new Answers(story).root();
}

const camel = (key) => key.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const lowerFirst = (name) => name[0].toLowerCase() + name.slice(1);
const upperFirst = (name) => name[0].toUpperCase() + name.slice(1);
const pascal = (key) => key.split("-").map(upperFirst).join("");
const constant = (key) => key.replaceAll("-", "_").toUpperCase();
const typeConstant = (name) => name.replace(/(?<![A-Z]|^)[A-Z]/g, "_$&").toUpperCase();
const isA = (type, wanted) => type === wanted || type.ancestors.includes(wanted);
const knownStatus = (claim) => (claim.retraction === null ? claim.status : "retracted");
const stands = (claim) => !["denied", "retracted"].includes(knownStatus(claim));
const cited = (claim) => [...claim.citations, ...(claim.retraction === null ? [] : [claim.retraction.citation])];
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

function refused(code) {
  return new GraphQLError(code, { extensions: { code } });
}

/** Returns the size that page arguments ask for. */
function pageSize({ first = null, last = null }) {
  if (first !== null && last !== null) {
    throw refused("PAGE_BOTH_ENDS");
  }
  const size = first ?? last ?? DEFAULT_PAGE;
  if (size < 0) {
    throw refused("PAGE_NEGATIVE");
  }
  if (size > MOST_ON_PAGE) {
    throw refused("PAGE_TOO_LARGE");
  }
  return size;
}

/** Returns the fields of a list that is cut at its beginning, and of its count. */
function bounded(name, count, items) {
  return {
    [name]: (args) => items().slice(0, pageSize(args)),
    [count]: () => items().length,
  };
}

/** Returns a list that the ontology declares, with its count. */
function declared(name, items) {
  return bounded(name, `${name.replace(/s$/, "")}Count`, () => items);
}

/** Returns the number that stands for a list in its cursors. */
function listNumber(name, anchor) {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(`${name}/${anchor}`)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}

function cursorOf(list, key) {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(listNumber(list.name, list.anchor));
  return Buffer.concat([number, Buffer.from(key)]).toString("base64url");
}

/** Reads a cursor as far as that is possible without knowing its list. */
function readCursor(written) {
  const bytes = Buffer.from(written, "base64url");
  if (bytes.toString("base64url") !== written || bytes.length < 4) {
    throw refused("CURSOR_MALFORMED");
  }
  try {
    const key = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(4));
    return { number: bytes.readUInt32BE(0), key };
  } catch {
    throw refused("CURSOR_MALFORMED");
  }
}

/** Returns how many items of a list stand before a cursor, and whether its own item is there. */
function placeOf(list, cursor) {
  if (cursor.number !== listNumber(list.name, list.anchor)) {
    throw refused("CURSOR_FOREIGN");
  }
  const at = list.items.findIndex((item) => item.key === cursor.key);
  return at >= 0 ? { at, isThere: true } : { at: list.before(cursor.key), isThere: false };
}

class Answers {
  constructor(story) {
    this.story = story;
    const indexed = (items, answer) => new Map(items.map((item) => [item.id, answer(item)]));
    this.relationships = relationshipsOf(story);
    this.types = new Map(story.ontology.types.map((type) => [type, this.declaredType(type)]));
    this.digests = new Map(story.sources.map(({ id, digests }) => [id, digests]));
    this.sources = indexed(story.sources, (source) => this.source(source));
    this.claims = indexed(story.claims, (claim) => this.claim(claim));
    this.entities = indexed(story.entities, (entity) => this.entity(entity));
  }

  root() {
    const { story } = this;
    const entityOf = (id) =>
      this.entities.get(id) ??
      this.entities.get(story.entities.find((entity) => entity.formerIds.includes(id))?.id);
    const nodeOf = (id) => entityOf(id) ?? this.sources.get(id) ?? this.claims.get(id) ?? null;
    const root = {
      __typename: "Query",
      node: ({ id }) => nodeOf(id),
      nodes: ({ ids }) => {
        if (ids.length > MOST_ON_PAGE) {
          throw refused("PAGE_TOO_LARGE");
        }
        return ids.map(nodeOf);
      },
      source: ({ id }) => this.sources.get(id) ?? null,
      claim: ({ id }) => this.claims.get(id) ?? null,
      sources: (args) => this.page(this.listOfThings("sources", "Source", story.sources, this.sources), args),
      ontology: () => this.ontology(),
      statistics: () => this.statistics(),
    };
    for (const type of story.ontology.types) {
      const members = story.entities.filter((entity) => isA(entity.type, type));
      root[lowerFirst(type.name)] = ({ id }) => {
        const found = entityOf(id);
        return members.some((entity) => entity.id === found?.id) ? found : null;
      };
      root[camel(type.plural)] = (args) =>
        this.page(this.listOfThings(type.plural, type.name, members, this.entities), args);
    }
    return root;
  }

  // ---- Lists ----

  /** Returns a list of entities or sources, in the order of their ids. */
  listOfThings(name, prefix, things, answers) {
    return {
      name,
      anchor: "",
      prefix,
      items: things.map(({ id }) => ({ key: id, node: () => answers.get(id), edge: () => ({}) })),
      before: (key) => things.filter(({ id }) => compare(id, key) < 0).length,
    };
  }

  listOfClaims(anchor, claims) {
    return {
      name: "claims",
      anchor,
      prefix: "Claim",
      items: claims.map((claim) => ({ key: claim.id, node: () => this.claims.get(claim.id), edge: () => ({}) })),
      before: (key) => {
        const place = this.story.claims.findIndex((claim) => claim.id === key);
        if (place < 0) {
          throw refused("CURSOR_STALE");
        }
        return claims.filter((claim) => this.story.claims.indexOf(claim) < place).length;
      },
    };
  }

  /** Returns the relationships of an entity by one relation, seen from one of its ends. */
  listOfRelationships(entity, relation, direction) {
    const name = direction === "FORWARD" ? relation.key : relation.inverse;
    const items = this.adjacent(entity, relation, direction);
    return {
      name,
      anchor: entity.id,
      prefix: pascal(name),
      items: items.map((item) => ({ ...item, edge: () => this.edge(relation, item.relationship) })),
      before: (key) => placeAmong(items, key),
    };
  }

  /** Returns the relationships of an entity by any of some relations. */
  listOfAnyRelationships(entity, { types, direction }) {
    const { relations } = this.story.ontology;
    const wanted = types?.length > 0 ? types : relations.map((relation) => constant(relation.key));
    const directions = direction ? [direction] : ["FORWARD", "INVERSE"];
    const groups = relations.flatMap((relation) =>
      ["FORWARD", "INVERSE"].map((towards) => ({
        relation,
        towards,
        name: towards === "FORWARD" ? relation.key : relation.inverse,
        items:
          wanted.includes(constant(relation.key)) && directions.includes(towards)
            ? this.adjacent(entity, relation, towards)
            : undefined,
      })),
    );
    const edge = ({ relation, towards, name }, { relationship }) => ({
      relation: constant(relation.key),
      direction: towards,
      field: camel(name),
      period: this.saidOf(relationship, (claim) => this.period(claim.valid)),
      ...this.claimsBehind(relationship),
    });
    return {
      name: "relations",
      anchor: entity.id,
      prefix: "Relation",
      items: groups.flatMap((group) =>
        (group.items ?? []).map((item) => ({
          ...item,
          key: `${group.name}/${item.key}`,
          edge: () => edge(group, item),
        })),
      ),
      before: (key) => {
        const slash = key.indexOf("/");
        if (slash < 0) {
          throw refused("CURSOR_MALFORMED");
        }
        const at = groups.findIndex((group) => group.name === key.slice(0, slash));
        if (at < 0) {
          throw refused("CURSOR_STALE");
        }
        const inGroup = groups[at].items ? placeAmong(groups[at].items, key.slice(slash + 1)) : 0;
        return sum(groups.slice(0, at).map((group) => group.items?.length ?? 0)) + inGroup;
      },
    };
  }

  /** Returns what an entity is linked to, by the id of the other end; parallel links are numbered. */
  adjacent(entity, relation, direction) {
    const [near, far] = direction === "FORWARD" ? ["subject", "object"] : ["object", "subject"];
    const found = this.relationships
      .filter((relationship) => relationship.relation === relation && relationship[near] === entity.id)
      .map((relationship) => ({ id: relationship[far], relationship }))
      .sort((a, b) => compare(a.id, b.id));
    return found.map(({ id, relationship }, at) => {
      const before = found.slice(0, at).filter((other) => other.id === id).length;
      const key = before === 0 ? id : `${id}~${before}`;
      return { key, id, relationship, node: () => this.entities.get(id) };
    });
  }

  page(list, args) {
    // Cursors are read before sizes are looked at, and placed in their list after that.
    const [after, before] = [args.after, args.before].map((written) => written != null && readCursor(written));
    const size = pageSize(args);
    const total = list.items.length;
    const afterPlace = after && placeOf(list, after);
    const beforePlace = before && placeOf(list, before);
    let start = afterPlace ? afterPlace.at + (afterPlace.isThere ? 1 : 0) : 0;
    let end = Math.max(start, beforePlace ? beforePlace.at : total);
    if (args.last != null) {
      start = Math.max(start, end - size);
    } else {
      end = Math.min(end, start + size);
    }
    const items = list.items.slice(start, end);
    const cursor = (item) => (item ? cursorOf(list, item.key) : null);
    return {
      __typename: `${list.prefix}Connection`,
      nodes: () => items.map((item) => item.node()),
      edges: () =>
        items.map((item) => ({
          __typename: `${list.prefix}Edge`,
          node: item.node,
          cursor: () => cursor(item),
          ...item.edge(),
        })),
      pageInfo: {
        __typename: "PageInfo",
        hasNextPage: end < total,
        hasPreviousPage: start > 0,
        startCursor: cursor(items[0]),
        endCursor: cursor(items.at(-1)),
      },
      totalCount: total,
    };
  }

  // ---- What is said ----

  entity(entity) {
    const { ontology, claims } = this.story;
    const about = () => claims.filter((claim) => claim.subject === entity.id || claim.object === entity.id);
    const answer = {
      __typename: entity.type.name,
      id: entity.id,
      name: entity.name,
      type: typeConstant(entity.type.name),
      claims: (args) => this.page(this.listOfClaims(entity.id, about()), args),
      relations: (args) => this.page(this.listOfAnyRelationships(entity, args), args),
    };
    for (const attribute of ontology.attributes) {
      const said = () =>
        claims.filter(
          (claim) => claim.subject === entity.id && claim.predicate === attribute && stands(claim),
        );
      const shown = (value) => this.shown(attribute, value);
      if (attribute.plural === undefined) {
        answer[camel(attribute.key)] = () => shown(preferred(attribute, said()));
      } else {
        const unique = () => {
          const spelled = new Map(said().map((claim) => [JSON.stringify(claim.value), claim.value]));
          return [...spelled.values()].map(shown);
        };
        Object.assign(answer, bounded(camel(attribute.plural), `${camel(attribute.key)}Count`, unique));
      }
    }
    for (const relation of ontology.relations) {
      const page = (direction) => (args) =>
        this.page(this.listOfRelationships(entity, relation, direction), args);
      if (isA(entity.type, relation.from)) {
        answer[camel(relation.key)] = page("FORWARD");
      }
      if (isA(entity.type, relation.to)) {
        answer[camel(relation.inverse)] = page("INVERSE");
      }
    }
    return answer;
  }

  source(source) {
    const { paragraphs, digests, authors, ...rest } = source;
    const from = () =>
      this.story.claims.filter((claim) => cited(claim).some((citation) => citation.source === source.id));
    return {
      __typename: "Source",
      ...rest,
      paragraphCount: paragraphs,
      ...bounded("authors", "authorCount", () => authors),
      claims: (args) => this.page(this.listOfClaims(source.id, from()), args),
    };
  }

  claim(claim) {
    const { predicate } = claim;
    const isRelation = predicate.kind === "relation";
    return {
      __typename: "Claim",
      id: claim.id,
      subject: () => this.entities.get(claim.subject),
      predicate: predicate.key,
      object: () => (isRelation ? this.entities.get(claim.object) : null),
      value: () => (isRelation ? null : this.value(predicate, claim.value)),
      text: () => (isRelation ? this.entities.get(claim.object).name : inWords(predicate, claim.value)),
      period: () => this.period(claim.valid),
      status: constant(knownStatus(claim)),
      retraction: () => this.retraction(claim.retraction),
      note: claim.note,
      ...bounded("qualifiers", "qualifierCount", () =>
        claim.qualifiers.map(({ qualifier, value }) => ({
          __typename: "QualifierValue",
          name: qualifier.key,
          text: inWords(qualifier, value),
          value: () => this.value(qualifier, value),
        })),
      ),
      ...bounded("citations", "citationCount", () => claim.citations.map((citation) => this.citation(citation))),
    };
  }

  retraction(retraction) {
    return (
      retraction && {
        __typename: "Retraction",
        citation: () => this.citation(retraction.citation),
        reason: retraction.reason,
        correctedBy: () => (retraction.correctedBy === null ? null : this.claims.get(retraction.correctedBy)),
      }
    );
  }

  citation({ source, paragraph, stance, attributedTo }) {
    return {
      __typename: "Citation",
      source: () => this.sources.get(source),
      paragraph,
      digest: this.digests.get(source)[paragraph - 1] ?? null,
      stance: constant(stance),
      ...bounded("attributedTo", "attributedToCount", () => attributedTo.map((id) => this.entities.get(id))),
    };
  }

  edge(relation, relationship) {
    const edge = {
      period: this.saidOf(relationship, (claim) => this.period(claim.valid)),
      ...this.claimsBehind(relationship),
    };
    for (const qualifier of relation.qualifiers) {
      edge[camel(qualifier.key)] = this.saidOf(relationship, (claim) => {
        const found = claim.qualifiers.find((said) => said.qualifier === qualifier);
        return found ? this.shown(qualifier, found.value) : null;
      });
    }
    return edge;
  }

  claimsBehind({ claims }) {
    return bounded("claims", "claimCount", () => claims.map((claim) => this.claims.get(claim.id)));
  }

  /** Returns what the first claim says of a detail that says anything and stands. */
  saidOf({ claims }, detail) {
    return claims.filter(stands).map(detail).find((said) => said !== null) ?? null;
  }

  period(period) {
    return period === undefined ? null : { __typename: "Period", ...period };
  }

  /** Returns a value as a field of its own type gives it. */
  shown(declaration, value) {
    if (value === undefined) {
      return null;
    }
    switch (declaration.valueType) {
      case "enum":
        return constant(value);
      case "period":
        return this.period(value);
      case "money":
        return { __typename: "Money", ...value };
      default:
        return value;
    }
  }

  /** Returns a value as a member of the union of all values. */
  value(declaration, value) {
    const { valueType, values } = declaration;
    if (valueType === "enum") {
      const { key, description } = values.find(({ key }) => key === value);
      return { __typename: "EnumerationValue", constant: constant(key), meaning: description };
    }
    return { __typename: `${upperFirst(valueType)}Value`, [valueType]: this.shown(declaration, value) };
  }

  // ---- What may be said, and how much there is ----

  ontology() {
    const { name, description, types, attributes, relations } = this.story.ontology;
    return {
      __typename: "Ontology",
      name,
      description,
      ...declared("types", types.map((type) => this.types.get(type))),
      ...declared("attributes", attributes.map((attribute) => this.declaredAttribute(attribute))),
      ...declared("relations", relations.map((relation) => this.declaredRelation(relation))),
    };
  }

  declaredType(type) {
    return {
      __typename: "TypeDeclaration",
      name: type.name,
      pluralField: camel(type.plural),
      description: type.description,
      isAbstract: type.isAbstract,
      ...bounded("ancestors", "ancestorCount", () => type.ancestors.map((ancestor) => this.types.get(ancestor))),
    };
  }

  declaredAttribute(attribute) {
    return {
      __typename: "AttributeDeclaration",
      key: attribute.key,
      field: camel(attribute.plural ?? attribute.key),
      valueType: attribute.valueType,
      isList: attribute.plural !== undefined,
      isNaming: attribute.isNaming,
      description: attribute.description,
      ...declared("on", attribute.on.map((type) => this.types.get(type))),
      ...this.declaredValues(attribute),
      ...this.declaredQualifiers(attribute),
    };
  }

  declaredRelation(relation) {
    return {
      __typename: "RelationDeclaration",
      key: relation.key,
      field: camel(relation.key),
      inverseField: camel(relation.inverse),
      from: this.types.get(relation.from),
      to: this.types.get(relation.to),
      description: relation.description,
      inverseDescription: relation.inverseDescription,
      isAccusatory: relation.isAccusatory,
      ...this.declaredQualifiers(relation),
    };
  }

  declaredQualifiers({ qualifiers }) {
    return declared(
      "qualifiers",
      qualifiers.map((qualifier) => ({
        __typename: "QualifierDeclaration",
        key: qualifier.key,
        field: camel(qualifier.key),
        valueType: qualifier.valueType,
        description: qualifier.description,
        isIdentifying: qualifier.isIdentifying,
        ...this.declaredValues(qualifier),
      })),
    );
  }

  declaredValues({ values }) {
    return declared(
      "values",
      values.map(({ key, description }) => ({
        __typename: "ValueDeclaration",
        constant: constant(key),
        description,
      })),
    );
  }

  statistics() {
    const { ontology, sources, entities, claims } = this.story;
    return {
      __typename: "Statistics",
      sourceCount: sources.length,
      entityCount: entities.length,
      claimCount: claims.length,
      relationshipCount: this.relationships.length,
      componentCount: componentsOf(entities, this.relationships),
      ...declared(
        "types",
        ontology.types.map((type) => ({
          __typename: "TypeCount",
          type: this.types.get(type),
          entityCount: entities.filter((entity) => isA(entity.type, type)).length,
        })),
      ),
    };
  }
}

/** Returns how many of the linked entities stand before a key that is none of theirs. */
function placeAmong(items, key) {
  const id = key.split("~")[0];
  return items.filter((item) => compare(item.id, id) <= 0).length;
}

/** Returns the links between entities, each with the claims behind it. */
function relationshipsOf({ claims }) {
  const found = new Map();
  for (const claim of claims.filter(({ predicate }) => predicate.kind === "relation")) {
    const identifying = claim.qualifiers
      .filter(({ qualifier }) => qualifier.isIdentifying)
      .map(({ qualifier, value }) => [claim.predicate.qualifiers.indexOf(qualifier), value]);
    const identity = JSON.stringify([claim.predicate.key, claim.subject, claim.object, identifying]);
    if (!found.has(identity)) {
      const { subject, predicate: relation, object } = claim;
      found.set(identity, { relation, subject, object, identifying: JSON.stringify(identifying), claims: [] });
    }
    found.get(identity).claims.push(claim);
  }
  return [...found.values()].sort((a, b) => compare(a.identifying, b.identifying));
}

/**
 * Returns the value that answers for an attribute: the one that is valid last; among those, a date
 * that is more precise than another which it agrees with; among equals, the first.
 */
function preferred(attribute, claims) {
  const began = (claim) => claim.valid?.start ?? "";
  const last = claims.map(began).reduce((a, b) => (b > a ? b : a), "");
  const candidates = claims.filter((claim) => began(claim) === last).map((claim) => claim.value);
  if (attribute.valueType !== "date") {
    return candidates[0];
  }
  const refines = (date, other) => date !== other && date.startsWith(other);
  return candidates.reduce((best, date) => (refines(date, best) ? date : best), candidates[0]);
}

/** Returns a value in plain words. */
function inWords({ valueType }, value) {
  switch (valueType) {
    case "enum":
      return value.replaceAll("-", " ");
    case "boolean":
      return value ? "yes" : "no";
    case "period":
      return value.text;
    case "money":
      return `${value.amount} ${value.currency}`;
    default:
      return String(value);
  }
}

/** Returns the number of parts that no relationship connects. */
function componentsOf(entities, relationships) {
  const part = new Map(entities.map(({ id }) => [id, id]));
  for (const { subject, object } of relationships) {
    const [from, to] = [part.get(subject), part.get(object)];
    for (const [id, of] of part) {
      if (of === from) {
        part.set(id, to);
      }
    }
  }
  return new Set(part.values()).size;
}
