// How the page is bundled: relative addresses, so that a proxy may mount it below a path, and workers as files of the same origin, so that the content security policy needs no blob.
import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  worker: { format: "es" },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    // Nothing is inlined: a font or picture in a data address would need a looser policy.
    assetsInlineLimit: 0,
    // One style sheet, in the order of the imports: Monaco's own rules come before GraphiQL's.
    cssCodeSplit: false,
    chunkSizeWarningLimit: 4096,
    reportCompressedSize: false,
    rolldownOptions: {
      // GraphiQL's icons take their titles from the names of functions.
      output: { keepNames: true },
      onLog(level, log, tell) {
        // "use client" means nothing in a browser; some hundred lines about it would hide a real warning.
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") {
          tell(level, log);
        }
      },
    },
  },
});
