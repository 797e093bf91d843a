import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

import { APP_FOLDER } from "../build/places.ts";
import { listPrecache } from "../build/precache.ts";

const LIMIT = 120_000;
const built = existsSync(join(APP_FOLDER, "sw.js"));
const assets = (): string[] => readdirSync(join(APP_FOLDER, "assets"));

test.runIf(built)("the app is at most 120 kB gzipped before the decoder", () => {
  const counted = assets().filter((name) => /\.(js|css)$/.test(name) && !/^(decoder|en|zh|ja)[.-]/.test(name));
  const size = (name: string): number => gzipSync(readFileSync(join(APP_FOLDER, name))).length;
  const total = counted.reduce((sum, name) => sum + size(join("assets", name)), size("index.html") + size("sw.js"));
  console.log(`visitor app: ${(total / 1000).toFixed(1)} kB gzipped before the decoder (limit ${LIMIT / 1000})`);
  expect(total).toBeLessThan(LIMIT);
});

test.runIf(built)("the page has nothing inline and names no other host", () => {
  const page = readFileSync(join(APP_FOLDER, "index.html"), "utf8");
  expect(page).not.toMatch(/<style|style=|\son\w+=|https?:\/\//);
  expect(page.match(/<script(?![^>]*\ssrc="\/app\/)/g)).toBeNull();
});

test.runIf(built)("the service worker keeps every file of this very build", () => {
  const { version, files } = listPrecache(APP_FOLDER);
  const worker = readFileSync(join(APP_FOLDER, "sw.js"), "utf8");
  expect(worker).toContain(version);
  for (const file of files) expect(worker).toContain(file);
});

test("the lock file names no registry", () => {
  expect(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8")).not.toContain('"resolved"');
});
