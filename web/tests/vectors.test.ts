import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { readCode } from "../src/rules/codes";
import { commit } from "../src/rules/commitment";
import { directoryKey } from "../src/rules/directory";
import { readSecret, totp } from "../src/rules/totp";

interface Vectors {
  codes: [string, string | null][];
  display_codes: { secret_base32: string; at: [number, string][] };
  receipts: { salt: string; id: string; venue: string; entered_at: number; commitment: string }[];
  directory_keys: [string, string][];
}

/** The same file that tests/unit/visitor/test_phone_vectors.py reads. */
const vectors = JSON.parse(
  readFileSync(new URL("../../tests/vectors/visitor.json", import.meta.url), "utf8"),
) as Vectors;

test("codes are read as the server reads them", () => {
  for (const [text, code] of vectors.codes) expect(readCode(text)).toBe(code);
});

test("display codes are those of the server", async () => {
  const secret = readSecret(vectors.display_codes.secret_base32)!;
  for (const [seconds, code] of vectors.display_codes.at) expect(await totp(secret, seconds)).toBe(code);
});

test("a receipt commits to what the server's ledger can check", async () => {
  for (const { salt, id, venue, entered_at, commitment } of vectors.receipts) {
    expect(await commit(salt, id, venue, entered_at)).toBe(commitment);
  }
});

test("a directory names a venue as the server does", async () => {
  for (const [code, key] of vectors.directory_keys) expect(await directoryKey(code)).toBe(key);
});
