// Do the tabs stay as the reader left them, whatever changes on the server or in the browser's storage?
import assert from "node:assert/strict";
import { test } from "node:test";
import { openTabs, type Store } from "../src/tabs.ts";

const ARMORERS = { name: "Armorers", query: "query Armorers { people { name } }" };
const CASES = { name: "Cases", query: "query Cases($n: Int) { cases(first: $n) { name } }", variables: { n: 3 } };
const TABS = "graphiql:tabState";

function storeWith(entries: Record<string, string> = {}): Store {
  const values = new Map(Object.entries(entries));
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

function state(store: Store): { activeTabIndex: number; tabs: { id: string; query: string }[] } {
  return JSON.parse(store.getItem(TABS) ?? "null");
}

const queries = (store: Store) => state(store).tabs.map(({ query }) => query);

function change(store: Store, act: (tabs: ReturnType<typeof state>) => void) {
  const tabs = state(store);
  act(tabs);
  store.setItem(TABS, JSON.stringify(tabs));
}

test("all examples are open on the first visit, the first one active with its variables", () => {
  const store = storeWith();
  assert.deepEqual(openTabs(store, [CASES, ARMORERS]), { query: CASES.query, variables: '{\n  "n": 3\n}' });
  assert.deepEqual(queries(store), [CASES.query, ARMORERS.query]);
  assert.equal(state(store).activeTabIndex, 0);
});

test("a reload opens nothing twice and keeps the active tab", () => {
  const store = storeWith();
  openTabs(store, [ARMORERS, CASES]);
  change(store, (tabs) => (tabs.activeTabIndex = 1));
  const before = store.getItem(TABS);
  assert.equal(openTabs(store, [ARMORERS, CASES]).query, CASES.query);
  assert.equal(store.getItem(TABS), before);
});

test("the copy of the active tab that GraphiQL keeps is dropped, so that it opens no tab of its own", () => {
  const store = storeWith({ "graphiql:query": "{ older }", "graphiql:variables": "{}" });
  openTabs(store, [ARMORERS]);
  assert.equal(store.getItem("graphiql:query"), null);
  assert.equal(store.getItem("graphiql:variables"), null);
});

test("a tab that was closed or edited stays so", () => {
  const store = storeWith();
  openTabs(store, [ARMORERS, CASES]);
  change(store, (tabs) => {
    tabs.tabs.splice(1, 1);
    tabs.tabs[0]!.query = "{ mine }";
  });
  openTabs(store, [ARMORERS, CASES]);
  assert.deepEqual(queries(store), ["{ mine }"]);
});

test("an example that is added on the server is opened, with an id of its own", () => {
  const store = storeWith();
  openTabs(store, [ARMORERS]);
  openTabs(store, [CASES, ARMORERS]);
  assert.deepEqual(queries(store), [ARMORERS.query, CASES.query]);
  assert.equal(new Set(state(store).tabs.map(({ id }) => id)).size, 2);
});

test("an example that changes on the server changes in its tab, unless the tab was edited", () => {
  const changed = { ...ARMORERS, query: "query Armorers { people { id name } }" };
  const store = storeWith();
  openTabs(store, [ARMORERS, CASES]);
  openTabs(store, [changed, CASES]);
  assert.deepEqual(queries(store), [changed.query, CASES.query]);
  change(store, (tabs) => (tabs.tabs[0]!.query = "{ mine }"));
  openTabs(store, [ARMORERS, CASES]);
  assert.deepEqual(queries(store), ["{ mine }", CASES.query]);
});

test("storage that is damaged is replaced", () => {
  for (const damaged of ["", "{", "null", "[]", '{"tabs":[{}],"activeTabIndex":0}', '{"tabs":[],"activeTabIndex":7}']) {
    const store = storeWith({ [TABS]: damaged, "throughline:examples": "[" });
    openTabs(store, [ARMORERS]);
    assert.deepEqual(queries(store), [ARMORERS.query], damaged);
  }
});

test("an active tab that does not exist is replaced by one that does", () => {
  const store = storeWith();
  openTabs(store, [ARMORERS, CASES]);
  change(store, (tabs) => (tabs.activeTabIndex = 9));
  assert.equal(openTabs(store, [ARMORERS, CASES]).query, CASES.query);
});

test("a story without examples opens one empty tab", () => {
  const store = storeWith();
  assert.deepEqual(openTabs(store, []), { query: "", variables: "" });
  assert.deepEqual(queries(store), [""]);
});
