// The page at `/`: GraphiQL on this server's schema, with the examples as tabs and the documentation beside them.
import "./monaco.ts";
import { DOC_EXPLORER_PLUGIN } from "@graphiql/plugin-doc-explorer";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import { GraphiQL } from "graphiql";
import "graphiql/graphiql.css";
import { createRoot } from "react-dom/client";
import "./page.css";
import { readExamples } from "./examples.ts";
import { examplesPanel } from "./examples-panel.tsx";
import { fetcherFor } from "./fetcher.ts";
import { pageStorage } from "./storage.ts";
import { openTabs } from "./tabs.ts";

const DOCS_KEY = "throughline:documentation";

const store = pageStorage();
const fetcher = fetcherFor(new URL("graphql", document.baseURI));
const examples = await readExamples();
const start = openTabs(store, examples);
// One list for the life of the page, because GraphiQL sets itself up again when it is given another.
const panels = [examplesPanel(examples)];
const docsClosed = store.getItem(DOCS_KEY) === "closed";

createRoot(document.getElementById("app")!).render(
  <GraphiQL
    fetcher={fetcher}
    storage={store}
    plugins={panels}
    referencePlugin={DOC_EXPLORER_PLUGIN}
    visiblePlugin={docsClosed ? undefined : DOC_EXPLORER_PLUGIN}
    onTogglePluginVisibility={(plugin) => store.setItem(DOCS_KEY, plugin === null ? "closed" : "open")}
    initialQuery={start.query}
    initialVariables={start.variables}
    defaultEditorToolsVisibility={start.variables === "" ? false : "variables"}
    defaultQuery=""
    inputValueDeprecation
    schemaDescription
    shouldPersistHeaders={false}
  >
    <GraphiQL.Logo>
      <a className="throughline-logo" href="./schema.graphql" title="The schema of this graph">
        Throughline
      </a>
    </GraphiQL.Logo>
  </GraphiQL>,
);
