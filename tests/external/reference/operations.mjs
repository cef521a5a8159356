// Which operations are asked? Random ones, valid by construction, that follow from the schema alone.
//
// Nothing here knows the story: fields, arguments, types and enumeration values come from the
// schema, ids and cursors from a pool. Page sizes multiply along a selection, so the product is kept
// small enough for every limit of the server.
import {
  GraphQLNonNull,
  Kind,
  doTypesOverlap,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isListType,
  isAbstractType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from "graphql";

/** How deep fields are nested, introspection included. */
const MOST_DEEP = 6;

/** How many objects may stand at one place of a selection by its page sizes. */
const MOST_OBJECTS = 1500;

/** How many fields a document may have as it is written. */
const MOST_FIELDS = 60;

/** How many aliases and directives a document may have; fragments repeat them. */
const MOST_ALIASES = 15;
const MOST_DIRECTIVES = 5;

const DEFAULT_PAGE = 25;

/** How deep introspection is nested in itself. */
const INTROSPECTION_DEPTH = 3;

/** Ids and cursors that operations may use. */
export class Pool {
  constructor(ids) {
    this.ids = ids;
    this.cursors = new Map();
    this.all = [];
  }

  /** Keeps a cursor of the list that a field of the object with this id gives. */
  keep(id, field, cursor) {
    const list = `${id}.${field}`;
    if (!this.cursors.has(list)) {
      this.cursors.set(list, []);
    }
    const known = this.cursors.get(list);
    if (known.length < 40 && !known.includes(cursor)) {
      known.push(cursor);
      this.all.push(cursor);
    }
  }
}

/** What an operation may have where every fragment is counted wherever it is spread. */
const LIMITS = { aliases: 30, directives: 20, fields: 5000 };

/** Returns a random request: `query`, and `variables` and `operationName` where they are needed. */
export function randomRequest(schema, random, pool) {
  return new Generation(schema, random, pool).request();
}

/** Requests that chance comes across too seldom. */
export const PARTICULAR = [
  // A variable that is a condition in one operation and something else in the other.
  ...["A", "B"].map((operationName) => ({
    query: `query A($a: ID!) { node(id: $a) { id } } query B($a: Boolean!) { statistics { claimCount @include(if: $a) __typename } }`,
    variables: { a: operationName === "A" ? "nobody" : false },
    operationName,
  })),
  // A condition that is null, where something depends on it and where nothing does.
  ...[
    `query ($a: Boolean = true) { __typename @skip(if: $a) }`,
    `query ($a: Boolean = true) { statistics { __typename @include(if: $a) } }`,
    `query ($a: Boolean = true) { ontology { types(first: 2) { name @include(if: $a) } } }`,
    `query ($a: Boolean = true) { nodes(ids: ["doc-000", "doc-001", "nobody"]) { id @skip(if: $a) } }`,
    `query ($a: Boolean = true) { __typename @skip(if: true) @include(if: $a) }`,
    `query ($a: Boolean = true) { ... @skip(if: true) { __typename @include(if: $a) } statistics { claimCount } }`,
    `query ($a: Boolean = true) { ...F ...F @include(if: $a) } fragment F on Query { __typename }`,
    `query ($a: Boolean = true) { ...F @include(if: $a) ...F } fragment F on Query { __typename }`,
  ].map((query) => ({ query, variables: { a: null } })),
  // Ids that are numbers, however long, and numbers that do not fit.
  ...["7", "-0", '"007"', "123456789012345678901234567890"].map((id) => ({
    query: `query ($a: ID! = ${id}) { node(id: $a) { id } b: node(id: 12345678901234567890) { id } }`,
  })),
  { query: `query ($a: ID!, $b: Int) { node(id: $a) { id } sources(first: $b) { totalCount } }`, variables: { a: 7, b: 2 } },
  { query: `query ($a: Int) { sources(first: $a) { totalCount } }`, variables: { a: 2.5 } },
  { query: `query ($a: Int) { sources(first: $a) { totalCount } }`, variables: { a: "2" } },
  { query: `query ($a: Int) { sources(first: $a) { totalCount } }`, variables: { a: 2147483648 } },
  { query: `query ($a: String) { sources(after: $a) { totalCount } }`, variables: { a: 1 } },
  { query: `query ($a: ID!) { node(id: $a) { id } }`, variables: { a: 1.5 } },
  { query: `query ($a: ID!) { node(id: $a) { id } }`, variables: { a: true } },
  { query: `query ($a: ID!) { node(id: $a) { id } }`, variables: {} },
  { query: `query ($a: ID!) { node(id: $a) { id } }`, variables: { a: null } },
  { query: `query ($a: ID!) { node(id: $a) { id } }`, variables: { a: "nobody", b: 1 } },
  // One value where a list is expected, in literals, defaults and variables.
  { query: `query ($a: [ID!]! = "doc-000") { nodes(ids: $a) { id } b: nodes(ids: "doc-001") { id } }` },
  { query: `query ($a: [ID!]!) { nodes(ids: $a) { id } }`, variables: { a: "doc-000" } },
  { query: `query ($a: [ID!]!) { nodes(ids: $a) { id } }`, variables: { a: [["doc-000"]] } },
  { query: `query ($a: [ID!]!) { nodes(ids: $a) { id } }`, variables: { a: ["doc-000", null] } },
  { query: `query ($a: ID!, $b: ID! = 4) { nodes(ids: [$a, "doc-001", $b]) { id } }`, variables: { a: "doc-000" } },
  // Operations that are not there.
  { query: `query A { __typename } query B { __typename }` },
  { query: `query A { __typename }`, operationName: "B" },
  { query: `{ __typename }`, operationName: "A" },
  // Places are counted in lines of every kind and in UTF-16 code units.
  { query: `{\r\n  sources(first: -1) { totalCount }\r  b: statistics { claimCount } }` },
  { query: `# \u{1f600}\n{ a: node(id: "\u{1f600}") { id } b: sources(last: -1) { totalCount } }` },
  { query: `{ sources(first: -1) { totalCount } sources(first: -1) { nodes { id } } }` },
];

/**
 * Returns a selection of everything that a type has, down to a depth: lists with a page of some
 * size, and smaller ones below. Of what has an id and is met on the way, only the leaves.
 */
export function everything(schema, type, depth, page) {
  const parts = ["__typename"];
  for (const field of Object.values(type.getFields?.() ?? {})) {
    const named = getNamedType(field.type);
    const first = field.args.some((argument) => argument.name === "first") ? `(first: ${page})` : "";
    if (field.args.some(isRequiredArgument)) {
      continue;
    }
    if (!isCompositeType(named)) {
      parts.push(`${field.name}${first}`);
    } else if (depth > 0) {
      const hasId = "id" in (named.getFields?.() ?? {});
      const below = everything(schema, named, hasId ? 0 : depth - 1, first ? Math.ceil(page / 4) : page);
      parts.push(`${field.name}${first} ${below}`);
    }
  }
  if (isUnionType(type)) {
    for (const member of type.getTypes()) {
      parts.push(`... on ${member.name} ${everything(schema, member, depth, page)}`);
    }
  }
  return `{ ${parts.join(" ")} }`;
}

/** Returns whether the operations of a document are within the limits of the server. */
export function isWithinLimits(document) {
  const fragments = new Map(
    document.definitions.filter((d) => d.kind === Kind.FRAGMENT_DEFINITION).map((d) => [d.name.value, d]),
  );
  const measure = (node) => {
    const sum = { aliases: node.alias ? 1 : 0, directives: node.directives?.length ?? 0, fields: 0 };
    sum.fields = node.kind === Kind.FIELD ? 1 : 0;
    const below = [...(node.variableDefinitions ?? []), ...(node.selectionSet?.selections ?? [])];
    if (node.kind === Kind.FRAGMENT_SPREAD) {
      below.push(fragments.get(node.name.value));
    }
    for (const part of below.map(measure)) {
      for (const key of Object.keys(sum)) {
        sum[key] += part[key];
      }
    }
    return sum;
  };
  return document.definitions.map(measure).every((sum) =>
    Object.entries(LIMITS).every(([key, most]) => sum[key] <= most),
  );
}

class Generation {
  constructor(schema, random, pool) {
    this.schema = schema;
    this.random = random;
    this.pool = pool;
    this.fragments = [];
    this.variables = [];
    this.values = {};
    this.n_fields = 0;
    this.n_aliases = 0;
    this.n_directives = 0;
    this.arguments = new Map();
  }

  request() {
    const { random } = this;
    const n_operations = random.chance(0.15) ? 2 + random.below(2) : 1;
    const isAnonymous = n_operations === 1 && random.chance(0.5);
    const operations = [];
    for (let at = 0; at < n_operations; at++) {
      const name = isAnonymous ? "" : `Ask${at + 1}`;
      const selection = this.selection(this.schema.getQueryType(), { depth: 0, objects: 1, id: "" });
      operations.push({ name, selection });
    }
    // Fragments that nobody spreads would make the document invalid.
    const bodies = new Map(this.fragments.map((fragment) => [fragment.name, fragment.selection]));
    const reached = (text, found = new Set()) => {
      for (const [, name] of text.matchAll(/\.\.\.(F\d+)\b/g)) {
        if (!found.has(name)) {
          found.add(name);
          reached(bodies.get(name), found);
        }
      }
      return found;
    };
    const texts = operations.map(({ name, selection }) => {
      const all = [selection, ...[...reached(selection)].map((fragment) => bodies.get(fragment))].join(" ");
      const used = new Set([...all.matchAll(/\$(v\d+)\b/g)].map(([, variable]) => variable));
      const declared = this.variables.filter((variable) => used.has(variable.name));
      const list = declared.map((variable) => `$${variable.name}: ${variable.type}${variable.default}`);
      const head = name || list.length > 0 || random.chance(0.3) ? `query ${name}` : "";
      return `${head}${list.length > 0 ? `(${list.join(", ")})` : ""} ${selection}`;
    });
    const spread = new Set(operations.flatMap(({ selection }) => [...reached(selection)]));
    const definitions = this.fragments
      .filter((fragment) => spread.has(fragment.name))
      .map(({ name, on, selection }) => `fragment ${name} on ${on} ${selection}`);
    const query = random.sample([...texts, ...definitions], Infinity).join(random.pick(["\n", " ", "\r\n", "\n\n# And.\n"]));
    const request = { query };
    if (Object.keys(this.values).length > 0 || random.chance(0.2)) {
      request.variables = this.values;
    }
    if (n_operations > 1) {
      const names = operations.map((operation) => operation.name);
      const unknown = random.chance(0.03) ? ["Nobody", undefined] : [];
      request.operationName = random.pick([...names, ...unknown]);
    } else if (!isAnonymous && random.chance(0.3)) {
      request.operationName = operations[0].name;
    }
    return request;
  }

  /** Returns a selection on a type; `place` is where it stands. */
  selection(type, place) {
    const { random } = this;
    const parts = [];
    const n_parts = 1 + random.below(place.depth === 0 ? 3 : 4);
    for (let at = 0; at < n_parts; at++) {
      const chance = random.next();
      if (chance < 0.12 && place.depth < MOST_DEEP - 1) {
        parts.push(this.inlineFragment(type, place));
      } else if (chance < 0.22 && place.depth < MOST_DEEP - 1) {
        parts.push(this.spread(type, place));
      } else if (chance < 0.32) {
        parts.push(this.field("__typename", undefined, "", place));
      } else {
        parts.push(...this.someField(type, place));
      }
    }
    if (isAbstractType(type) && random.chance(0.6)) {
      parts.push(this.inlineFragment(type, place));
    }
    if (parts.length === 0) {
      parts.push("__typename");
    }
    return `{ ${random.sample(parts, Infinity).join(random.pick([" ", ", ", "\n  "]))} }`;
  }

  inlineFragment(type, place) {
    const { random } = this;
    const on = random.chance(0.15) ? undefined : random.pick(this.overlapping(type));
    const head = on ? `... on ${on.name}` : "...";
    return `${head}${this.directives(place)} ${this.selection(on ?? type, place)}`;
  }

  spread(type, place) {
    const { random } = this;
    const fits = this.fragments.filter(
      (fragment) =>
        doTypesOverlap(this.schema, fragment.type, type) &&
        fragment.place.depth >= place.depth &&
        fragment.place.objects >= place.objects &&
        fragment.place.isSchema === place.isSchema,
    );
    if (fits.length > 0 && random.chance(0.6)) {
      return `...${random.pick(fits).name}${this.directives(place)}`;
    }
    const on = random.pick(this.overlapping(type));
    const selection = this.selection(on, { ...place, id: undefined });
    const name = `F${this.fragments.length + 1}`;
    this.fragments.push({ name, on: on.name, type: on, place, selection });
    return `...${name}${this.directives(place)}`;
  }

  /** Returns the composite types whose fragments may stand in a selection on a type. */
  overlapping(type) {
    const all = Object.values(this.schema.getTypeMap()).filter(isCompositeType);
    const near = all.filter((other) => doTypesOverlap(this.schema, type, other));
    // Union members and implementations are picked more often than what covers them.
    return [...near.filter(isObjectType), ...near];
  }

  /** Returns a field of a type, now and then twice, and nothing when there is no room. */
  someField(type, place) {
    const { random } = this;
    const isSchema = place.isSchema || type.name.startsWith("__");
    const depth = isSchema ? (place.schemaDepth ?? 0) : place.depth;
    const most = isSchema ? INTROSPECTION_DEPTH : MOST_DEEP;
    let fields = Object.values(type.getFields?.() ?? {});
    if (isSchema && type.name !== "__Schema") {
      // Everybody describes what is built into GraphQL in words of their own.
      fields = fields.filter((field) => field.name !== "description");
    }
    if (depth >= most - 1 || place.objects > MOST_OBJECTS || this.n_fields > MOST_FIELDS) {
      fields = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    } else if (random.chance(0.55)) {
      const composite = fields.filter((field) => isCompositeType(getNamedType(field.type)));
      fields = composite.length > 0 ? composite : fields;
    }
    if (place.depth === 0 && random.chance(0.08)) {
      return [this.introspection(place)];
    }
    if (fields.length === 0) {
      return [];
    }
    const field = random.pick(fields);
    const named = getNamedType(field.type);
    const once = () => {
      const { text, page, id } = this.argumentsOf(field, type, place);
      return this.field(field.name, isCompositeType(named) ? named : undefined, text, {
        depth: place.depth + 1,
        schemaDepth: isSchema ? depth + 1 : undefined,
        isSchema: place.isSchema,
        objects: place.objects * this.multiplicity(field, type, page, place),
        page,
        id,
      });
    };
    const first = once();
    return random.chance(0.08) && !first.includes(":") ? [first, once()] : [first];
  }

  /** Returns how many objects a field may give for one object. */
  multiplicity(field, type, page, place) {
    if (!isListType(getNullableType(field.type))) {
      return 1;
    }
    return page ?? place.page ?? (type.name.startsWith("__") ? 1 : DEFAULT_PAGE);
  }

  introspection(place) {
    const { random } = this;
    const at = { depth: place.depth + 1, schemaDepth: 0, isSchema: true, objects: 1 };
    if (random.chance(0.5)) {
      return this.field("__schema", this.schema.getType("__Schema"), "", at);
    }
    const names = [...Object.keys(this.schema.getTypeMap()), "Nobody", "person", ""];
    const text = `(name: ${JSON.stringify(random.pick(names))})`;
    return this.field("__type", this.schema.getType("__Type"), text, at);
  }

  field(name, composite, argumentsText, place) {
    const { random } = this;
    this.n_fields += 1;
    let alias = "";
    const isWanted = argumentsText === "" ? random.chance(0.12) : random.chance(0.95);
    if (isWanted && this.n_aliases < MOST_ALIASES) {
      this.n_aliases += 1;
      alias = `${name}_${this.n_aliases}: `;
    }
    const selection = composite ? ` ${this.selection(composite, place)}` : "";
    return `${alias}${name}${argumentsText}${this.directives(place)}${selection}`;
  }

  // ---- Arguments ----

  /** Returns the arguments of a field as text, its page size and the id that it looks up. */
  argumentsOf(field, type, place) {
    const { random } = this;
    if (field.args.length === 0) {
      return { text: "" };
    }
    const parts = [];
    const preset = field.args.find((argument) => argument.name === "first")?.defaultValue ?? DEFAULT_PAGE;
    let page = preset;
    let id;
    const has = (name) => field.args.some((argument) => argument.name === name);
    const isPaged = has("first");
    const most = Math.max(1, Math.min(12, Math.floor(MOST_OBJECTS / place.objects)));
    for (const argument of field.args) {
      if (["first", "last"].includes(argument.name) && isPaged) {
        continue;
      }
      if (["after", "before"].includes(argument.name)) {
        if (random.chance(0.2)) {
          parts.push(`${argument.name}: ${this.value(argument.type, () => this.cursor(field, place), true)}`);
        }
        continue;
      }
      if (!isNonNullType(argument.type) && random.chance(0.6)) {
        continue;
      }
      const written = this.value(argument.type, (named) => this.leaf(named), false);
      if (argument.name === "id" && /^"[^"\\]*"$/.test(written)) {
        id = JSON.parse(written);
      }
      parts.push(`${argument.name}: ${written}`);
    }
    if (isPaged) {
      const size = random.below(most + 1);
      const bad = random.chance(0.03);
      const ends = has("last") ? ["first", "last"] : ["first"];
      const chosen = random.chance(0.02) ? ends : [random.pick(ends)];
      const canLeaveOut = place.objects * preset <= MOST_OBJECTS;
      if (!canLeaveOut || random.chance(0.8)) {
        for (const name of chosen) {
          const argument = field.args.find((argument) => argument.name === name);
          const number = bad ? random.pick([-1, 501, 2147483647, -2147483648]) : size;
          parts.push(`${name}: ${this.value(argument.type, () => number, canLeaveOut)}`);
          page = bad || canLeaveOut ? Math.max(size, preset) : size;
        }
      }
    }
    const text = parts.length > 0 ? `(${random.sample(parts, Infinity).join(random.pick([", ", " "]))})` : "";
    return { text, page: isPaged ? Math.max(1, page) : undefined, id };
  }

  /** Returns a cursor: one of this very list when one is known, or any other, or nonsense. */
  cursor(field, place) {
    const { random, pool } = this;
    const known = pool.cursors.get(`${place.id}.${field.name}`) ?? [];
    const chance = random.next();
    if (known.length > 0 && chance < 0.9) {
      return random.pick(known);
    }
    if (pool.all.length > 0 && chance < 0.95) {
      const cursor = random.pick(pool.all);
      return random.chance(0.7) ? cursor : cursor.slice(0, -1 - random.below(3));
    }
    return random.pick(["", "abc", "not a cursor", "____", "AAAAAA==", "\u{e9}", "AAAAAAA"]);
  }

  /** Returns a leaf value of an input type as JavaScript has it; an enumeration value as its name. */
  leaf(type) {
    const { random, pool } = this;
    if (isEnumType(type)) {
      return random.pick(type.getValues()).name;
    }
    switch (type.name) {
      case "ID":
        return random.chance(0.9) ? random.pick(pool.ids) : random.pick(["nobody", "", 42, "\u{1f600}"]);
      case "Int":
        return random.below(5);
      case "Boolean":
        return random.chance(0.5);
      case "Float":
        return random.pick([0, 1.5, -2]);
      default:
        return random.pick(["", "text", "\u{e9}\"\\\n"]);
    }
  }

  /** Writes an input value: a literal or a variable, inside of lists as well. */
  value(type, leaf, mayBeNull) {
    const { random } = this;
    if (random.chance(0.25)) {
      return this.variable(type, leaf, mayBeNull);
    }
    if (mayBeNull && !isNonNullType(type) && random.chance(0.06)) {
      return "null";
    }
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      if (random.chance(0.15)) {
        return this.value(new GraphQLNonNull(getNullableType(nullable.ofType)), leaf, false);
      }
      const items = Array.from({ length: random.below(5) }, () => this.value(nullable.ofType, leaf, true));
      return `[${items.join(random.pick([", ", " "]))}]`;
    }
    return literal(nullable, leaf(nullable));
  }

  /** Declares a variable that fits a position, chooses its value, and returns its name. */
  variable(type, leaf, mayBeNull) {
    const { random } = this;
    const name = `v${this.variables.length + 1}`;
    const nullable = getNullableType(type);
    let declared = String(type);
    let preset = "";
    if (isNonNullType(type) && random.chance(0.3)) {
      declared = String(nullable);
      preset = ` = ${this.constant(nullable, leaf)}`;
    } else if (!isNonNullType(type) && random.chance(0.3)) {
      declared = `${type}!`;
    } else if (random.chance(0.2)) {
      preset = ` = ${this.constant(nullable, leaf)}`;
    }
    this.variables.push({ name, type: declared, default: preset });
    const mayBeLeftOut = preset !== "" || (!declared.endsWith("!") && mayBeNull);
    if (mayBeLeftOut && random.chance(0.4)) {
      // The default answers, or nothing does.
    } else if (random.chance(0.03)) {
      this.values[name] = random.pick([null, { no: 1 }, [null], "NOBODY", 1.5, true, [[1]], 3e9]);
    } else if (mayBeNull && !declared.endsWith("!") && random.chance(0.1)) {
      this.values[name] = null;
    } else {
      this.values[name] = this.given(nullable, leaf);
    }
    return `$${name}`;
  }

  /** Writes a literal without variables. */
  constant(type, leaf) {
    const { random } = this;
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      if (random.chance(0.3)) {
        return this.constant(nullable.ofType, leaf);
      }
      const items = Array.from({ length: random.below(3) }, () => this.constant(nullable.ofType, leaf));
      return `[${items.join(", ")}]`;
    }
    return literal(nullable, leaf(nullable));
  }

  /** Returns a value of a type as the variables of a request give it. */
  given(type, leaf) {
    const { random } = this;
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      if (random.chance(0.3)) {
        return this.given(nullable.ofType, leaf);
      }
      return Array.from({ length: random.below(4) }, () => this.given(nullable.ofType, leaf));
    }
    const value = leaf(nullable);
    // A whole number may be written with a fraction, and an id may be a number.
    return value;
  }

  // ---- Directives ----

  directives(place) {
    const { random } = this;
    if (this.n_directives >= MOST_DIRECTIVES || !random.chance(0.08)) {
      return "";
    }
    this.n_directives += 1;
    const condition = random.chance(0.5)
      ? String(random.chance(0.5))
      : this.condition(place);
    const name = random.pick(["skip", "include"]);
    return ` @${name}(if: ${condition})`;
  }

  condition(place) {
    const { random } = this;
    const boolean = new GraphQLNonNull(this.schema.getType("Boolean"));
    const name = this.variable(boolean, () => random.chance(0.5), false);
    if (place.isSchema && this.values[name.slice(1)] === null) {
      // Where introspection fails because a condition is null is not the same in both.
      this.values[name.slice(1)] = false;
    }
    return name;
  }
}

/** Writes a leaf value as GraphQL does. */
function literal(type, value) {
  if (isEnumType(type)) {
    return value;
  }
  if (typeof value === "string" && !/[\u0000-\u001f]/.test(value) && value.length % 7 === 3) {
    return `"""${value.replaceAll('"""', '\\"""').replace(/(["\\])$/, "$1 ")}"""`;
  }
  return JSON.stringify(value);
}
