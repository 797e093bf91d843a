import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

/** Bottom up: a file imports its own layer and those below. `words` and `style` import nothing and serve all. */
const LAYERS = ["rules", "store", "device", "camera", "delivery", "ui", "screens"];
const SOURCES = new URL("../src/", import.meta.url).pathname;
const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));

/** The files of `src` that a file imports, as paths from `src`. */
function imports(file: string): string[] {
  const text = readFileSync(join(SOURCES, file), "utf8");
  const relative = [...text.matchAll(/(?:from |import\(|import |URL\()"(\.[^"]+)"/g)].map((found) => found[1]!);
  return relative.map((path) => normalize(join(dirname(file), path)));
}

const rank = (path: string): number => LAYERS.indexOf(path.split("/")[0]!);

test("no import runs up the layers", () => {
  const up = files.flatMap((file) =>
    imports(file)
      .filter((found) => rank(file) >= 0 && (rank(found) > rank(file) || (!found.includes("/") && found !== "words")))
      .map((found) => `${file} -> ${found}`),
  );
  expect(up).toEqual([]);
  expect(files.filter((file) => rank(file) >= 0).length).toBeGreaterThan(50);
});

test("words know nothing of the app, and every folder is a layer", () => {
  const folders = new Set(files.filter((file) => file.includes("/")).map((file) => file.split("/")[0]!));
  expect([...folders].sort()).toEqual([...LAYERS, "words"].sort());
  const leaving = files.filter((file) => file.startsWith("words/")).flatMap(imports);
  expect(leaving.filter((found) => !found.startsWith("words/"))).toEqual([]);
});

test("no two files import each other in a circle", () => {
  const existing = new Set(files.map((file) => file.replace(/\.tsx?$/, "")));
  const graph = new Map(
    files.map((file) => [file.replace(/\.tsx?$/, ""), imports(file).filter((f) => existing.has(f))]),
  );
  const closed = new Set<string>();
  function walk(file: string, path: string[]): void {
    expect(path, `circle: ${[...path, file].join(" -> ")}`).not.toContain(file);
    if (closed.has(file)) return;
    for (const next of graph.get(file) ?? []) walk(next, [...path, file]);
    closed.add(file);
  }
  for (const file of graph.keys()) walk(file, []);
});
