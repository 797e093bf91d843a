import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

import { APP_FOLDER, TARGETS } from "./build/places.ts";
import { listPrecache } from "./build/precache.ts";

/** The second half of the build: one classic script that knows the files of the first half. */
export default defineConfig({
  base: "/app/",
  publicDir: false,
  define: { PRECACHE: JSON.stringify(listPrecache(APP_FOLDER)) },
  build: {
    outDir: APP_FOLDER,
    emptyOutDir: false,
    target: TARGETS,
    lib: {
      entry: fileURLToPath(new URL("src/service-worker.ts", import.meta.url)),
      formats: ["iife"],
      name: "ansimServiceWorker",
      fileName: () => "sw.js",
    },
  },
});
