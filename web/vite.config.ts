import { defineConfig } from "vite";
import { APP_FOLDER, TARGETS } from "./build/places.ts";
import packageFile from "./package.json" with { type: "json" };

export default defineConfig({
  base: "/app/",
  define: { VERSION: JSON.stringify(packageFile.version) },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: APP_FOLDER,
    emptyOutDir: true,
    target: TARGETS,
    cssTarget: TARGETS,
    // A data: URL would break the strict Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The decoder is a file of its own, so that a test can ask the very one that phones run.
    rolldownOptions: {
      input: { index: "index.html", camera: "src/camera/decoder.ts" },
      preserveEntrySignatures: "exports-only",
    },
  },
  // A classic worker: Safari before 15 knows no module workers.
  worker: { format: "iife" },
});
