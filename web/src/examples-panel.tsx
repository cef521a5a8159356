// The panel beside the documentation: all examples by name, with the words that each begins with.
//
// More examples than fit into the row of tabs are found here, and one whose tab was closed is opened again.
import { type GraphiQLPlugin, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { type Example, purposeOf } from "./examples.ts";
import { variablesText } from "./tabs.ts";

/** Returns the panel for these examples. */
export function examplesPanel(examples: Example[]): GraphiQLPlugin {
  return {
    title: "Examples",
    icon: ExamplesIcon,
    content: () => <ExampleList examples={examples} />,
  };
}

function ExampleList({ examples }: { examples: Example[] }) {
  const { addTab, changeTab } = useGraphiQLActions();
  const tabs = useGraphiQL((state) => state.tabs);
  const activeQuery = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.query);
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);

  const open = (example: Example) => {
    const index = tabs.findIndex((tab) => tab.query === example.query);
    if (index >= 0) {
      changeTab(index);
      return;
    }
    addTab();
    queryEditor?.setValue(example.query);
    variableEditor?.setValue(variablesText(example) ?? "");
  };

  return (
    <section className="throughline-examples" aria-label="Examples">
      <h1>Examples</h1>
      <ul>
        {examples.map((example) => (
          <li key={example.name}>
            <button type="button" aria-current={example.query === activeQuery} onClick={() => open(example)}>
              <strong>{example.name}</strong>
              <span>{purposeOf(example)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ExamplesIcon(props: React.SVGProps<SVGSVGElement>) {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" {...props}>
      <path d="M9 6h11M9 12h11M9 18h11" />
      <path d="M4 6h.01M4 12h.01M4 18h.01" strokeWidth="2.6" />
    </svg>
  );
}
