// What is the answer to each field? Naive code over plain arrays, as resolvers for graphql-js.
//
// Every object carries `__typename` and one property or method for each of its fields; the default
// resolver of graphql-js does the rest. Lists are filtered anew whenever they are asked for.
import { dayBefore, latest } from "./dates.mjs";
import { camel, constant, declarationsOf, declared, upperFirst } from "./declarations.mjs";
import { CHANGE_KINDS, changes, timeline } from "./history.mjs";
import { MOST_ON_PAGE, bounded, page, pageSize, readCursors, refused } from "./pages.mjs";
import { compare } from "./story.mjs";
import { NO_VIEW, cited, readView, restrictions, spelled, under } from "./view.mjs";

/**
 * Returns the root of all answers about a story. The context of an execution is given the views
 * that were asked for, by the keys of their fields, as `views`.
 */
export function answersOf(story) {
  const seen = new Map();
  const answersUnder = (view) => {
    const text = spelled(view);
    if (!seen.has(text)) {
      seen.set(text, new Answers(story, view, answersUnder));
    }
    return seen.get(text);
  };
  const isSource = (id) => story.sources.some((source) => source.id === id);
  const resolver = (field) => (args, context, info) => {
    // Arguments are looked at in the order in which the schema declares them, and sizes at last.
    readCursors(args);
    if (args.ids?.length > MOST_ON_PAGE) {
      throw refused("PAGE_TOO_LARGE");
    }
    const view = readView(args.view);
    if (![...(view.onlySources ?? []), ...(view.exceptSources ?? [])].every(isSource)) {
      throw refused("UNKNOWN_SOURCE");
    }
    pageSize(args);
    const restricted = restrictions(view);
    const isRestricted = Object.keys(restricted).length > 0;
    if (context !== undefined && isRestricted) {
      context.views ??= {};
      context.views[info.path.key] = restricted;
    }
    return answersUnder(view).root[field](args);
  };
  const fields = Object.keys(answersUnder(NO_VIEW).root).filter((field) => field !== "__typename");
  return { __typename: "Query", ...Object.fromEntries(fields.map((field) => [field, resolver(field)])) };
}

const lowerFirst = (name) => name[0].toLowerCase() + name.slice(1);
const pascal = (key) => key.split("-").map(upperFirst).join("");
const typeConstant = (name) => name.replace(/(?<![A-Z]|^)[A-Z]/g, "_$&").toUpperCase();
const isA = (type, wanted) => type === wanted || type.ancestors.includes(wanted);
const knownStatus = (claim) => (claim.retraction === null ? claim.status : "retracted");
const stands = (claim) => !["denied", "retracted"].includes(knownStatus(claim));

/** What a source did to a claim, in words. */
const CHANGE_WORDS = {
  added: "first told",
  confirmed: "told again",
  denied: "denied",
  retracted: "withdrawn",
  corrected: "corrected",
};

class Answers {
  /** `whole` is all that the story holds, and `answersUnder` gives the answers under other views. */
  constructor(whole, view, answersUnder) {
    const story = under(whole, view);
    this.whole = whole;
    this.view = view;
    this.story = story;
    this.answersUnder = answersUnder;
    const indexed = (items, answer) => new Map(items.map((item) => [item.id, answer(item)]));
    const seen = indexed(story.claims, (claim) => claim);
    const shown = ({ claims, ...rest }) => ({ ...rest, claims: claims.map(({ id }) => seen.get(id)).filter(Boolean) });
    this.relationships = relationshipsOf(whole).map(shown);
    this.names = indexed(story.entities, ({ name }) => name);
    this.declarations = declarationsOf(story.ontology);
    this.digests = indexed(story.sources, ({ digests }) => digests);
    this.sources = indexed(story.sources, (source) => this.source(source));
    this.claims = indexed(story.claims, (claim) => this.claim(claim));
    this.entities = indexed(story.entities, (entity) => this.entity(entity));
    this.root = this.query();
  }

  /** Returns the entity with an id, or which had it before. */
  entityOf(id) {
    const former = this.whole.entities.find((entity) => entity.formerIds.includes(id));
    return this.entities.get(id) ?? this.entities.get(former?.id);
  }

  query() {
    const { story } = this;
    const nodeOf = (id) => this.entityOf(id) ?? this.sources.get(id) ?? this.claims.get(id) ?? null;
    const root = {
      node: ({ id }) => nodeOf(id),
      nodes: ({ ids }) => ids.map(nodeOf),
      source: ({ id }) => this.sources.get(id) ?? null,
      claim: ({ id }) => this.claims.get(id) ?? null,
      sources: (args) => page(this.listOfThings("sources", "Source", story.sources, this.sources), args),
      timeline: (args) => page(this.timeline(args), args),
      changes: (args) => page(this.changes(args), args),
      ontology: () => this.declarations.root,
      statistics: () => this.statistics(),
    };
    for (const type of story.ontology.types) {
      const members = story.entities.filter((entity) => isA(entity.type, type));
      root[lowerFirst(type.name)] = ({ id }) => {
        const found = this.entityOf(id);
        return members.some((entity) => entity.id === found?.id) ? found : null;
      };
      root[camel(type.plural)] = (args) =>
        page(this.listOfThings(type.plural, type.name, members, this.entities), args);
    }
    return root;
  }

  // ---- Lists ----

  /** Returns a list of entities or sources, in the order of their ids. */
  listOfThings(name, prefix, things, answers) {
    return {
      name,
      anchor: "",
      view: spelled(this.view),
      prefix,
      items: things.map(({ id }) => ({ key: id, node: () => answers.get(id) })),
      before: (key) => things.filter(({ id }) => compare(id, key) < 0).length,
    };
  }

  listOfClaims(anchor, claims) {
    return {
      name: "claims",
      anchor,
      view: spelled(this.view),
      prefix: "Claim",
      items: claims.map((claim) => ({ key: claim.id, node: () => this.claims.get(claim.id) })),
      before: (key) => {
        const order = this.whole.claims.map(({ id }) => id);
        if (!order.includes(key)) {
          throw refused("CURSOR_STALE");
        }
        return claims.filter(({ id }) => order.indexOf(id) < order.indexOf(key)).length;
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
      view: spelled(this.view),
      prefix: pascal(name),
      items: items.filter(isShown).map((item) => ({ ...item, edge: () => this.edge(relation, item.relationship) })),
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
      view: spelled(this.view),
      prefix: "Relation",
      items: groups.flatMap((group) =>
        (group.items ?? []).filter(isShown).map((item) => ({
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
        const before = groups.slice(0, at).flatMap((group) => group.items ?? []);
        return before.filter(isShown).length + inGroup;
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

  timeline({ about = null, from = null, to = null }) {
    const entity = about === null ? undefined : this.entityOf(about);
    const isLink = ({ subject, object }) => [subject, object].includes(entity?.id);
    const links = this.relationships.filter((relationship) => isShown({ relationship }) && isLink(relationship));
    const linked = new Set(links.flatMap(({ subject, object }) => [subject, object]));
    const moments =
      about !== null && entity === undefined
        ? []
        : timeline(this.story.claims, stands, entity?.id, linked, { from, to });
    const question = `${about === null ? "*" : (entity?.id ?? "")} ${from ?? ""}/${to ?? ""}`;
    return this.listFound("timeline", "Timeline", question, moments, ({ kind, date, claim }) => ({
      key: `${kind}/${claim.id}`,
      node: () => ({
        __typename: "TimelineEntry",
        date,
        kind: constant(kind),
        text: this.sentence(claim),
        entity: () => this.entities.get(claim.subject),
        claim: () => this.claims.get(claim.id),
      }),
    }));
  }

  changes({ about = null, from, to = null, kinds = null }) {
    const { claims, sources } = this.story;
    const entity = about === null ? undefined : this.entityOf(about);
    const isAbout = ({ claim }) => about === null || (entity && [claim.subject, claim.object].includes(entity.id));
    const found = changes(claims, sources, { from, to, kinds }).filter(isAbout);
    const wanted = CHANGE_KINDS.filter((kind) => kinds?.includes(constant(kind)));
    const named = about === null ? "*" : (entity?.id ?? "");
    const question = `${named} ${from}/${to ?? ""} ${kinds === null ? "*" : wanted.join(" ")}`;
    return this.listFound("changes", "Change", question, found, (change) => ({
      key: `${change.kind}/${change.claim.id}/${change.source.id}`,
      node: () => this.change(change),
    }));
  }

  change({ kind, date, source, claim, correction }) {
    const { predicate } = claim;
    const answers = () => {
      const day = latest(date);
      const known = (knownAt) => this.answersUnder({ ...this.view, knownAt }).answer(claim.subject, predicate);
      const found = predicate.kind === "attribute" && !predicate.plural ? [known(dayBefore(day)), known(day)] : [];
      return found[0]?.id === found[1]?.id ? [] : found;
    };
    const claimOf = (answer) => this.claims.get(answer?.id) ?? null;
    const correctly = kind === "corrected" ? ` to ${this.assertion(correction)}` : "";
    return {
      __typename: "Change",
      kind: constant(kind),
      date,
      source: () => this.sources.get(source.id),
      entity: () => this.entities.get(claim.subject),
      field: predicate.key,
      claim: () => this.claims.get(claim.id),
      text: `${this.sentence(claim)}, ${CHANGE_WORDS[kind]} in "${source.name}"${correctly}`,
      before: () => claimOf(answers()[0]),
      after: () => claimOf(answers()[1]),
    };
  }

  /** Returns a list that was worked out. */
  listFound(name, prefix, question, found, item) {
    return {
      name,
      anchor: question,
      view: spelled(this.view),
      prefix,
      items: found.map(item),
      before: () => {
        throw refused("CURSOR_STALE");
      },
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
      claims: (args) => page(this.listOfClaims(entity.id, about()), args),
      relations: (args) => page(this.listOfAnyRelationships(entity, args), args),
    };
    for (const attribute of ontology.attributes) {
      const shown = (value) => this.shown(attribute, value);
      if (attribute.plural === undefined) {
        answer[camel(attribute.key)] = () => shown(this.answer(entity.id, attribute)?.value);
      } else {
        const unique = () => {
          const said = this.said(entity.id, attribute).map((claim) => [JSON.stringify(claim.value), claim.value]);
          return [...new Map(said).values()].map(shown);
        };
        Object.assign(answer, bounded(camel(attribute.plural), `${camel(attribute.key)}Count`, unique));
      }
    }
    for (const relation of ontology.relations) {
      const pageOf = (direction) => (args) =>
        page(this.listOfRelationships(entity, relation, direction), args);
      if (isA(entity.type, relation.from)) {
        answer[camel(relation.key)] = pageOf("FORWARD");
      }
      if (isA(entity.type, relation.to)) {
        answer[camel(relation.inverse)] = pageOf("INVERSE");
      }
    }
    return answer;
  }

  /** Returns the claims about an attribute that stand. */
  said(subject, attribute) {
    return this.story.claims.filter(
      (claim) => claim.subject === subject && claim.predicate === attribute && stands(claim),
    );
  }

  /** Returns the claim that answers for an attribute. */
  answer(subject, attribute) {
    return preferred(attribute, this.said(subject, attribute));
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
      ...bounded("entities", "entityCount", () => {
        const mentioned = new Set(from().flatMap(({ subject, object }) => [subject, object]));
        return this.story.entities.filter(({ id }) => mentioned.has(id)).map(({ id }) => this.entities.get(id));
      }),
      claims: (args) => page(this.listOfClaims(source.id, from()), args),
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
      text: () => (isRelation ? this.names.get(claim.object) : inWords(predicate, claim.value)),
      sentence: () => this.sentence(claim),
      certainty: claim.certainty,
      period: () => this.period(claim.valid),
      status: constant(knownStatus(claim)),
      retraction: () => this.retraction(claim.retraction),
      corroboration: () => this.corroboration(claim.citations.filter(({ stance }) => stance !== "denies")),
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

  /** Returns what a claim says of its subject in words. */
  assertion({ predicate, object, value }) {
    const said = predicate.kind === "relation" ? this.names.get(object) : inWords(predicate, value);
    return `${predicate.key.replaceAll("-", " ")} ${said}`;
  }

  /** Returns a claim in words, with how it stands where a source does not simply state it. */
  sentence(claim) {
    const status = knownStatus(claim);
    const words = `${this.names.get(claim.subject)}: ${this.assertion(claim)}`;
    return status === "reported" ? words : `${words} (${status})`;
  }

  retraction(retraction) {
    return (
      retraction && {
        __typename: "Retraction",
        citation: () => this.citation(retraction.citation),
        reason: retraction.reason,
        correctedBy: () => this.claims.get(retraction.correctedBy) ?? null,
      }
    );
  }

  /** Returns where passages have it from: the first speaker, else the publisher, else the source. */
  corroboration(citations) {
    const originOf = ({ source, attributedTo: [speaker] }) => {
      const { name, publisher } = this.story.sources.find(({ id }) => id === source);
      if (speaker !== undefined) {
        return { key: `entity ${speaker}`, text: this.names.get(speaker), entity: speaker, publisher: null };
      }
      const key = publisher === null ? `source ${source}` : `publisher ${publisher}`;
      return { key, text: publisher ?? name, entity: null, publisher };
    };
    const origins = new Map(citations.map((citation) => [originOf(citation).key, originOf(citation)]));
    const repeating = (key) => citations.filter((citation) => originOf(citation).key === key);
    return {
      __typename: "Corroboration",
      ...bounded("origins", "originCount", () =>
        [...origins.values()].map(({ key, text, entity, publisher }) => ({
          __typename: "Origin",
          text,
          entity: () => this.entities.get(entity) ?? null,
          publisher,
          ...bounded("citations", "citationCount", () => repeating(key).map((citation) => this.citation(citation))),
        })),
      ),
      sourceCount: new Set(citations.map(({ source }) => source)).size,
    };
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

  // ---- How much there is ----

  statistics() {
    const { ontology, sources, entities, claims } = this.story;
    const relationships = this.relationships.filter((relationship) => isShown({ relationship }));
    return {
      __typename: "Statistics",
      sourceCount: sources.length,
      entityCount: entities.length,
      claimCount: claims.length,
      relationshipCount: relationships.length,
      componentCount: componentsOf(entities, relationships),
      ...declared(
        "types",
        ontology.types.map((type) => ({
          __typename: "TypeCount",
          type: this.declarations.types.get(type),
          entityCount: entities.filter((entity) => isA(entity.type, type)).length,
        })),
      ),
    };
  }
}

/** Returns whether the relationship of an item is shown: a claim that is not withdrawn asserts it. */
function isShown({ relationship }) {
  return relationship.claims.some((claim) => knownStatus(claim) !== "retracted");
}

/** Returns how many of the linked entities that are shown stand before the place of a key. */
function placeAmong(items, key) {
  const [id, number] = key.split("~");
  const parallel = items.filter((item) => item.id === id);
  const before = items.filter((item) => compare(item.id, id) < 0);
  return [...before, ...parallel.slice(0, Number(number ?? 0) || 0)].filter(isShown).length;
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
 * Returns the claim that answers for an attribute: of those that hold most certainly the one that is
 * valid last; among those, a date that is more precise than another which it agrees with; among
 * equals, the first.
 */
function preferred(attribute, claims) {
  const rank = ({ certainty, valid }) => `${certainty === "YES" ? 1 : 0}${valid?.start ?? ""}`;
  const highest = claims.map(rank).reduce((a, b) => (b > a ? b : a), "");
  const candidates = claims.filter((claim) => rank(claim) === highest);
  if (attribute.valueType !== "date") {
    return candidates[0];
  }
  const refines = (date, other) => date !== other && date.startsWith(other);
  return candidates.reduce((best, claim) => (refines(claim.value, best.value) ? claim : best), candidates[0]);
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
