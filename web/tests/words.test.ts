import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { chooseLanguage } from "../src/words";
import { en } from "../src/words/en";
import { ja } from "../src/words/ja";
import { ko } from "../src/words/ko";
import { zh } from "../src/words/zh";

/** Every text of a language by its path, functions called with a sign that must come back. */
function texts(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return texts((value as (...given: unknown[]) => unknown)(7, 8), path);
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

const languages = { ko, en, zh, ja };

test.each(Object.entries(languages))("%s says everything, and leaves nothing empty", (_, words) => {
  const said = texts(words);
  expect(said.map(([path]) => path)).toEqual(texts(ko).map(([path]) => path));
  expect(said.filter(([, text]) => !text.trim())).toEqual([]);
});

test.each(Object.entries(languages))("%s uses the figures it is given", (_, words) => {
  expect(words.scan.waiting(7)).toContain("7");
  expect(words.history.onPhone(28)).toContain("28");
  expect(JSON.stringify(words.signUp.consent(28, 56, "1339"))).toMatch(/56.*28/);
});

test("no language is left in another's script", () => {
  const hangul = /[\uac00-\ud7a3]/;
  const kana = /[\u3040-\u30ff]/;
  const han = /[\u4e00-\u9fff]/;
  for (const [path, text] of texts(en))
    expect(hangul.test(text) || kana.test(text) || han.test(text), path).toBe(false);
  for (const [path, text] of texts(zh)) expect(hangul.test(text) || kana.test(text), path).toBe(false);
  for (const [path, text] of texts(ja)) expect(hangul.test(text), path).toBe(false);
});

test("the language is the first one wished that we speak", () => {
  expect(chooseLanguage(["en-GB", "ko"])).toBe("en");
  expect(chooseLanguage(["fr-FR", "ja-JP"])).toBe("ja");
  expect(chooseLanguage(["fr-FR"])).toBe("ko");
  expect(chooseLanguage([])).toBe("ko");
});

const folder = new URL("../src/", import.meta.url).pathname;
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("words/"))
  .map((name) => readFileSync(folder + name, "utf8"))
  .join("\n");

test("no rule hangs on a translated text: it is shown and never compared", () => {
  const said = String.raw`\bwords(\.\w+|\[[^\]]+\])+(\([^()]*\))?`;
  const compared = new RegExp(String.raw`${said}\s*[!=]==?|[!=]==?\s*${said}|case ${said}:`, "g");
  expect(sources.match(compared) ?? []).toEqual([]);
  for (const wrong of ["head !== words.reader.notPass", "words.scan.with(3) === text", 'words.confirm["again"] == a'])
    expect(wrong).toMatch(new RegExp(compared.source));
});

test("every text is shown somewhere", () => {
  // A venue's category is looked up by the gateway's own word for it.
  const named = texts(ko).filter(([path]) => !path.startsWith(".categories."));
  const names = [
    ...new Set(
      named.map(
        ([path]) =>
          path
            .split(".")
            .filter((part) => !/^\d+$/.test(part))
            .pop()!,
      ),
    ),
  ];
  expect(names.filter((name) => !new RegExp(`\\b${name.replace(/Help$/, "(Help)?")}\\b`).test(sources))).toEqual([]);
});
