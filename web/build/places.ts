import { fileURLToPath } from "node:url";

/** Where the gateway serves the app from (git-ignored). */
export const APP_FOLDER = fileURLToPath(new URL("../../src/ansim/web/static/app", import.meta.url));

/** Phones of 2020: Android 5 with its last Chrome of that year, iOS 14. */
export const TARGETS = ["chrome80", "safari14"];
