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
  isInputObjectType,
  isListType,
  isAbstractType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
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

/** How many of the views that were written are written again, so that their cursors are of use. */
const MOST_RECURRING = 8;

/**
 * Fields that are not asked for, with the reason why the plain code does not answer them: each is
 * tested where the reason says.
 */
export const LEFT_OUT = [
  [/\.standing/, "Where somebody stands follows from all steps of a case; tests/standing.rs tells it by example."],
  [/^Query\.disagreements$|\.contradictedBy/, "Which claims disagree is told by example in tests/disagreements."],
  [/\.warning/, "Which claims are doubtful follows from the constraints; tests/check/constraints.rs tells it by example."],
  [/^Query\.search$/, "Which words are near enough is told by example in tests/search."],
  [/^Query\.(paths?|neighborhood)$/, "Paths and neighborhoods are compared with a plain enumeration, in tests/paths."],
  [/Connection\.(aggregate|groupBy|groupCount)$/, "Groups and totals are compared with a search through all claims, in tests/conditions."],
  [/^Query\.serviceLimits$/, "How much may be asked is the server's own."],
  [/^Query\.analysis$/, "Figures are compared with their definitions in tests/analysis, and with NetworkX in tests/external/networkx."],
  [/^Statistics\.snapshot$/, "What names a snapshot is the server's own; tests/view/answer.rs holds it to its purpose."],
];

/** Arguments that are not given, with the reason why the plain code does not know them. */
export const ARGUMENTS_LEFT_OUT = [
  [/^(where|orderBy)$/, "What a condition finds is compared with a search through all claims, in tests/conditions."],
];

/** What a date may be mistaken for. */
const NO_DATES = ["", "2021-13", "2021-02-29", "2021-1", "2021-10-21T00:00", "../2021", "last year", 2021, ["2021"]];

/** What an operation may have where every fragment is counted wherever it is spread. */
const LIMITS = { aliases: 30, directives: 20, fields: 5000 };

/** Returns a random request: `query`, and `variables` and `operationName` where they are needed. */
export function randomRequest(schema, random, pool) {
  return new Generation(schema, random, pool).request();
}

/**
 * Returns a selection of everything that a type has, down to a depth: lists with a page of some
 * size, and smaller ones below. Of what has an id and is met on the way, only the leaves. The fields
 * of the type itself are asked with `given` where they have an argument of that name.
 */
export function everything(schema, type, depth, page, given = "") {
  const parts = ["__typename"];
  for (const field of fieldsOf(type).filter((field) => !field.args.some(isRequiredArgument))) {
    const named = getNamedType(field.type);
    const has = (name) => field.args.some((argument) => argument.name === name);
    const written = [has("first") && `first: ${page}`, has(given.split(":")[0]) && given].filter(Boolean);
    const head = `${field.name}${written.length > 0 ? `(${written.join(", ")})` : ""}`;
    if (!isCompositeType(named)) {
      parts.push(head);
    } else if (depth > 0) {
      const hasId = "id" in (named.getFields?.() ?? {});
      const below = has("first") ? Math.ceil(page / 4) : page;
      parts.push(`${head} ${everything(schema, named, hasId ? 0 : depth - 1, below)}`);
    }
  }
  if (isUnionType(type)) {
    for (const member of type.getTypes()) {
      parts.push(`... on ${member.name} ${everything(schema, member, depth, page)}`);
    }
  }
  return `{ ${parts.join(" ")} }`;
}

/** Returns the fields of a type that are asked for. */
function fieldsOf(type) {
  const isLeftOut = ({ name }) => LEFT_OUT.some(([pattern]) => pattern.test(`${type.name}.${name}`));
  return Object.values(type.getFields?.() ?? {}).filter((field) => !isLeftOut(field));
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
    let fields = fieldsOf(type);
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
      const { text, page, id, view } = this.argumentsOf(field, type, place);
      return this.field(field.name, isCompositeType(named) ? named : undefined, text, {
        depth: place.depth + 1,
        schemaDepth: isSchema ? depth + 1 : undefined,
        isSchema: place.isSchema,
        objects: place.objects * this.multiplicity(field, type, page, place),
        page,
        id,
        view: view ?? place.view,
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
    let view;
    const has = (name) => field.args.some((argument) => argument.name === name);
    const isPaged = has("first");
    const most = Math.max(1, Math.min(12, Math.floor(MOST_OBJECTS / place.objects)));
    const isLeftOut = ({ name }) => ARGUMENTS_LEFT_OUT.some(([pattern]) => pattern.test(name));
    for (const argument of field.args.filter((argument) => !isLeftOut(argument))) {
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
      if (isInputObjectType(argument.type) && random.chance(0.5)) {
        view = this.recurring(argument);
        parts.push(`${argument.name}: ${view}`);
        continue;
      }
      const written = this.value(argument.type, this.leafOf(argument), !isNonNullType(argument.type));
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
    return { text, page: isPaged ? Math.max(1, page) : undefined, id, view };
  }

  /** Returns one of a few literals of an input object that occur again and again. */
  recurring({ type, name }) {
    const { random, pool } = this;
    if (pool.recurring.length < MOST_RECURRING) {
      pool.recurring.push(this.constant(type, this.leafOf({ name })));
    }
    return random.pick(pool.recurring);
  }

  /** Returns a cursor: one of this very list when one is known, or any other, or nonsense. */
  cursor(field, place) {
    const { random, pool } = this;
    const known = pool.cursors.get(`${place.view ?? ""}${place.id}.${field.name}`) ?? [];
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

  /** Returns what gives the leaf values below an argument or input field. */
  leafOf({ name }) {
    return (type) => this.leaf(type, name);
  }

  /** Returns a leaf value of an input type as JavaScript has it; an enumeration value as its name. */
  leaf(type, name) {
    const { random, pool } = this;
    if (pool.by[name] !== undefined && random.chance(0.97)) {
      return random.pick(pool.by[name]);
    }
    if (isEnumType(type)) {
      return random.pick(type.getValues()).name;
    }
    switch (type.name) {
      case "ID":
        return random.chance(0.9) ? random.pick(pool.ids) : random.pick(["nobody", "", 42, "\u{1f600}"]);
      case "Int":
        return random.below(5);
      case "Date":
        return this.date();
      case "Boolean":
        return random.chance(0.5);
      case "Float":
        return random.pick([0, 1.5, -2]);
      default:
        return random.pick(["", "text", "\u{e9}\"\\\n"]);
    }
  }

  /** Returns a date of the years about which a story is, known to the year, the month or the day. */
  date() {
    const { random } = this;
    const [first, last] = this.pool.years;
    const parts = [first + random.below(last - first + 1), 1 + random.below(12), 1 + random.below(28)];
    return parts
      .slice(0, 1 + random.below(3))
      .map((part) => String(part).padStart(2, "0"))
      .join("-");
  }

  /** Writes an input value: a literal or a variable, inside of lists and objects as well. */
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
    if (isInputObjectType(nullable)) {
      return this.object(nullable, (field) =>
        this.value(field.type, this.leafOf(field), !isRequiredInputField(field)),
      );
    }
    return literal(nullable, leaf(nullable));
  }

  /** Writes the literal of an input object. */
  object(type, write) {
    const { random } = this;
    const fields = this.someFields(type).map((field) => `${field.name}: ${write(field)}`);
    return `{${random.sample(fields, Infinity).join(random.pick([", ", " "]))}}`;
  }

  /** Returns the fields of an input object that are given: those that have to be, and some others. */
  someFields(type) {
    const fields = Object.values(type.getFields());
    return fields.filter((field) => isRequiredInputField(field) || this.random.chance(0.4));
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
    if (isInputObjectType(nullable)) {
      return this.object(nullable, (field) =>
        !isRequiredInputField(field) && random.chance(0.06) ? "null" : this.constant(field.type, this.leafOf(field)),
      );
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
    if (isInputObjectType(nullable)) {
      return this.givenObject(nullable);
    }
    return nullable.name === "Date" && random.chance(0.03) ? random.pick(NO_DATES) : leaf(nullable);
  }

  /** Returns an input object as the variables of a request give it, now and then one that does not fit. */
  givenObject(type) {
    const { random } = this;
    const fields = this.someFields(type).filter(() => !random.chance(0.01));
    const value = (field) => {
      const chance = random.next();
      if (chance < 0.06) {
        return null;
      }
      return chance < 0.08 ? random.pick([{}, [[]], 1.5, false]) : this.given(field.type, this.leafOf(field));
    };
    const given = fields.map((field) => [field.name, value(field)]);
    const unknown = random.chance(0.02) ? [["nobody", 1]] : [];
    return Object.fromEntries(random.sample([...given, ...unknown], Infinity));
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
