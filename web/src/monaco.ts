// The editor with the two languages that the page needs, and its workers as files of the same origin.
//
// It is imported before anything of GraphiQL, because the order of the imports is the order of the rules in the style sheet.
import EditorWorker from "monaco-editor/esm/vs/editor/editor.worker.js?worker";
import JsonWorker from "monaco-editor/esm/vs/language/json/json.worker.js?worker";
import "monaco-graphql/esm/monaco-editor.js";
import GraphQLWorker from "monaco-graphql/esm/graphql.worker.js?worker";

Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker(_id: string, label: string): Worker {
      switch (label) {
        case "graphql":
          return new GraphQLWorker();
        case "json":
          return new JsonWorker();
        default:
          return new EditorWorker();
      }
    },
  },
});
