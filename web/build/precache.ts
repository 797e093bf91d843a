import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Precache {
  /** Changes when any byte of the app changes. */
  version: string;
  /** Addresses that the service worker fetches when it is installed. */
  files: string[];
}

/** The files of a finished build that make the app open with no network. */
export function listPrecache(folder: string): Precache {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => name !== "sw.js" && !name.startsWith("icons/poster"))
    .sort();
  const hash = createHash("sha256");
  for (const name of names) hash.update(name).update(readFileSync(join(folder, name)));
  return { version: hash.digest("hex").slice(0, 16), files: names.map((name) => `/app/${name}`) };
}
