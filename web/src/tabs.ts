// Which tabs are open when the page starts: those of the last visit, and every example that this browser has not been shown.
//
// GraphiQL keeps its tabs in the browser's storage and takes default tabs only when there are none.
// On top of that the page remembers which examples it has opened, so that a reload never opens one twice, a tab that the reader closed stays closed, and an example that changed on the server changes in its tab unless the reader edited it.
import type { Example } from "./examples.ts";

const TABS_KEY = "graphiql:tabState";
const SHOWN_KEY = "throughline:examples";
// GraphiQL keeps the text of the active tab a second time, and opens one more tab when the two differ after a quick reload.
const DOUBLED_KEYS = ["graphiql:query", "graphiql:variables", "graphiql:headers"];

/** The part of the browser's storage that is used here. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** What the editors hold when the page starts. */
export interface Start {
  query: string;
  variables: string;
}

interface Tab {
  id: string;
  title: string;
  query: string | null;
  variables: string | null;
  headers: string | null;
  operationName: string | null;
  hash: string | null;
  response: string | null;
}

interface TabState {
  activeTabIndex: number;
  tabs: Tab[];
}

/** The text of each example that was opened, by its name. */
type Shown = Record<string, string>;

/** Writes the tabs into the storage that GraphiQL reads, and tells what the active one holds. */
export function openTabs(store: Store, examples: Example[]): Start {
  const stored = storedTabs(store);
  const shown = stored === null ? {} : storedExamples(store);
  const state = withExamples(stored ?? { activeTabIndex: 0, tabs: [] }, shown, examples);
  if (state.tabs.length === 0) {
    state.tabs.push(tab("tab-0", "<untitled>", "", null));
  }
  state.activeTabIndex = Math.min(Math.max(Math.trunc(state.activeTabIndex), 0), state.tabs.length - 1);

  store.setItem(TABS_KEY, JSON.stringify(state));
  store.setItem(SHOWN_KEY, JSON.stringify(Object.fromEntries(examples.map(({ name, query }) => [name, query]))));
  DOUBLED_KEYS.forEach((key) => store.removeItem(key));

  const active = state.tabs[state.activeTabIndex];
  return { query: active?.query ?? "", variables: active?.variables ?? "" };
}

/** Returns the variables of the example as the editor shows them, or null when it has none. */
export function variablesText({ variables }: Example): string | null {
  return variables == null ? null : JSON.stringify(variables, null, 2);
}

function withExamples(state: TabState, shown: Shown, examples: Example[]): TabState {
  const tabs = [...state.tabs];
  examples.forEach((example) => {
    const variables = variablesText(example);
    const before = Object.hasOwn(shown, example.name) ? shown[example.name] : undefined;
    if (before === undefined) {
      if (!tabs.some((open) => open.query === example.query)) {
        tabs.push(tab(freeId(tabs), example.name, example.query, variables));
      }
    } else if (before !== example.query) {
      const index = tabs.findIndex((open) => open.query === before);
      const open = tabs[index];
      if (open !== undefined) {
        tabs[index] = tab(open.id, example.name, example.query, variables);
      }
    }
  });
  return { ...state, tabs };
}

function tab(id: string, title: string, query: string, variables: string | null): Tab {
  return { id, title, query, variables, headers: null, operationName: null, hash: null, response: null };
}

function freeId(tabs: Tab[]): string {
  let number = tabs.length;
  while (tabs.some(({ id }) => id === `tab-${number}`)) {
    number += 1;
  }
  return `tab-${number}`;
}

/** Returns the tabs of the last visit, or null when there are none or what is stored is not what GraphiQL would take. */
function storedTabs(store: Store): TabState | null {
  const state = parsed(store.getItem(TABS_KEY));
  if (!isRecord(state) || typeof state.activeTabIndex !== "number" || !Array.isArray(state.tabs)) {
    return null;
  }
  return state.tabs.length > 0 && state.tabs.every(isTab) ? (state as unknown as TabState) : null;
}

function storedExamples(store: Store): Shown {
  const shown = parsed(store.getItem(SHOWN_KEY));
  return isRecord(shown) ? (shown as Shown) : {};
}

function isTab(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value.id === "string" &&
    typeof value.title === "string" &&
    ["query", "variables", "headers", "operationName", "response"].every(
      (key) => value[key] === null || typeof value[key] === "string",
    )
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
