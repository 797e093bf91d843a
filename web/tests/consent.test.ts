import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";

import { CONSENT_VERSION } from "../src/rules/consent";
import { LANGUAGES } from "../src/words";
import { en } from "../src/words/en";
import { ja } from "../src/words/ja";
import { ko } from "../src/words/ko";
import { zh } from "../src/words/zh";

const house = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, house), "utf8");
const policy = read("src/ansim/domain/policy.py");
const retention = read("src/ansim/domain/retention.py");
const days = (name: string): number => Number(new RegExp(`${name}\\b[^\\n]*?(\\d+)`).exec(retention)?.[1]);

/** All that is agreed to, in every language, with the figures of the policy and the usual number to call. */
function agreed(): string {
  const spoken = { ko, en, zh, ja };
  return (Object.keys(LANGUAGES) as (keyof typeof spoken)[])
    .map((language) => {
      const { consentTitle, consent, agree } = spoken[language].signUp;
      const parts = consent(days("visit_days"), days("identity_days"), "1339").map(
        ({ head, body }) => `### ${head}\n${body}\n`,
      );
      return `## ${consentTitle} (${language})\n\n${parts.join("\n")}\n${agree}\n`;
    })
    .join("\n");
}

test("the gateway asks for the version that this app shows", () => {
  expect(policy).toContain(`ConsentText("${CONSENT_VERSION}"`);
});

test("changed words are another version: what was agreed to under a version is kept and never changed", () => {
  const file = new URL(`docs/consents/${CONSENT_VERSION}.md`, house);
  const text = `# Consent, version ${CONSENT_VERSION}\n\n${agreed()}`;
  // A new version is written once: WRITE_CONSENT=1. Words that differ from those kept want a new version.
  if (process.env["WRITE_CONSENT"] && !existsSync(file)) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
});

test("the newest version is the one that holds", () => {
  const kept = readdirSync(new URL("docs/consents/", house)).sort();
  expect(kept.at(-1)).toBe(`${CONSENT_VERSION}.md`);
});
