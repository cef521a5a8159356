// Which requests does chance come across too seldom?

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
  // Views: nothing in them, everything in them, what does not fit, and one source in the place of a list.
  ...[{}, { validAt: null }, { exceptSources: [] }, { onlySources: [] }, { onlySources: "doc-000" }, null].map((a) => ({
    query: `query ($a: View) { statistics(view: $a) { claimCount entityCount relationshipCount componentCount } }`,
    variables: { a },
  })),
  ...[{ knownAt: "2021-02-30" }, { knownAt: 2021 }, { known: "2021" }, { onlySources: [null] }, "2021", ["2021"]].map((a) => ({
    query: `query ($a: View) { statistics(view: $a) { claimCount } }`,
    variables: { a },
  })),
  {
    query: `query ($a: Date, $b: ID!) {
      a: statistics(view: { knownAt: $a, onlySources: [$b, "doc-001", $b] }) { claimCount }
      b: statistics(view: { exceptSources: "doc-000", validAt: $a }) { claimCount }
      c: statistics(view: { exceptSources: "nobody" }) { claimCount }
      d: people(first: 501, after: "abc", view: { exceptSources: "nobody" }) { totalCount }
      e: people(first: 501, view: { exceptSources: "nobody" }) { totalCount }
      f: timeline { totalCount }
    }`,
    variables: { b: "doc-000" },
  },
  // Operations that are not there.
  { query: `query A { __typename } query B { __typename }` },
  { query: `query A { __typename }`, operationName: "B" },
  { query: `{ __typename }`, operationName: "A" },
  // Places are counted in lines of every kind and in UTF-16 code units.
  { query: `{\r\n  sources(first: -1) { totalCount }\r  b: statistics { claimCount } }` },
  { query: `# \u{1f600}\n{ a: node(id: "\u{1f600}") { id } b: sources(last: -1) { totalCount } }` },
  { query: `{ sources(first: -1) { totalCount } sources(first: -1) { nodes { id } } }` },
];
