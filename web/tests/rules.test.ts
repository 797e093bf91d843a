import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";

import { nextTry } from "../src/rules/backoff";
import { fromBase64url, toBase64url, utf8 } from "../src/rules/base64url";
import { readOffset } from "../src/rules/clock";
import { readCode, showCode } from "../src/rules/codes";
import { canonicalVisit, commit, newSalt } from "../src/rules/commitment";
import { directoryKey, openDirectory } from "../src/rules/directory";
import { openJws, type PublicJwk, signJws } from "../src/rules/jws";
import { countdown, monthGrid } from "../src/rules/moment";
import { readPlace } from "../src/rules/names";
import { comparePlace, distance } from "../src/rules/place";
import { readScan, readScans } from "../src/rules/scan";
import { readSecret, totp } from "../src/rules/totp";
import { uuid7 } from "../src/rules/uuid7";

const CODE = "7Q2M4K9XT3WB8R1V";

afterEach(() => vi.restoreAllMocks());

test("uuid7 equals the example of RFC 9562 appendix A.6", () => {
  // 017F22E2-79B0-7CC3-98C4-DC0C0C07398F: 2022-02-22T14:22:22-05:00, rand_a CC3, rand_b 18C4DC0C0C07398F
  const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
  expect(uuid7(0x017f22e279b0, random)).toBe("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
});

test("uuid7s of later moments sort after, and never repeat", () => {
  const made = Array.from({ length: 1000 }, (_, index) => uuid7(1_700_000_000_000 + index));
  expect([...made].sort()).toEqual(made);
  expect(new Set(Array.from({ length: 1000 }, () => uuid7(5))).size).toBe(1000);
});

test("totp equals the SHA-1 vectors of RFC 6238 appendix B, cut to six digits", async () => {
  const secret = utf8("12345678901234567890");
  const vectors: [number, string][] = [
    [59, "287082"],
    [1111111109, "081804"],
    [1111111111, "050471"],
    [1234567890, "005924"],
    [2000000000, "279037"],
    [20000000000, "353130"],
  ];
  for (const [seconds, code] of vectors) expect(await totp(secret, seconds)).toBe(code);
});

test("a base32 secret is read as RFC 4648 writes it", () => {
  expect(readSecret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")).toEqual(utf8("12345678901234567890"));
  expect(readSecret("MZXW6YTBOI======")).toEqual(utf8("foobar"));
  expect(readSecret("mzxw 6ytb-oi")).toEqual(utf8("foobar"));
  expect(readSecret("0189")).toBeNull();
  expect(readSecret("")).toBeNull();
});

test("the commitment is SHA-256 over salt and the four lines", async () => {
  const salt = toBase64url(new Uint8Array(32).fill(7));
  const id = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
  const text = `ansim-visit-v1\n${id}\n${CODE}\n1763868000\n`;
  const expected = createHash("sha256").update(Buffer.alloc(32, 7)).update(text).digest("base64url");
  expect(new TextDecoder().decode(canonicalVisit(id, CODE, 1763868000))).toBe(text);
  expect(await commit(salt, id, CODE, 1763868000)).toBe(expected);
  expect(fromBase64url(newSalt()).length).toBe(32);
});

test("base64url goes there and back at every length", () => {
  for (let length = 0; length < 40; length++) {
    const bytes = crypto.getRandomValues(new Uint8Array(length));
    expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString("base64url"));
    expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
  }
});

test("a code is understood with small letters, blanks and look-alikes", () => {
  expect(readCode("7q2m 4k9x-t3wb 8r1v")).toBe(CODE);
  expect(readCode("7Q2M4K9XT3WB8RIV")).toBe(CODE);
  expect(readCode("OOOOIIIILLLL0000")).toBe("0000111111110000");
  expect(readCode("7Q2M4K9XT3WB8R1U")).toBeNull();
  expect(readCode("7Q2M4K9XT3WB8R1")).toBeNull();
  expect(showCode(CODE)).toBe("7Q2M 4K9X T3WB 8R1V");
});

test("only this host's addresses are venues", () => {
  const read = (text: string) => readScan(text, "ansim.example");
  expect(read(`https://ansim.example/v/${CODE}`)).toEqual({ kind: "venue", code: CODE, displayCode: null });
  expect(read(`HTTPS://ANSIM.EXAMPLE/V/${CODE}?d=123456`)).toEqual({
    kind: "venue",
    code: CODE,
    displayCode: "123456",
  });
  expect(read(CODE)).toEqual({ kind: "venue", code: CODE, displayCode: null });
  expect(read(`https://evil.example/v/${CODE}`)).toEqual({ kind: "foreign", host: "evil.example" });
  expect(read(`https://ansim.example.evil.example/v/${CODE}`)).toEqual({
    kind: "foreign",
    host: "ansim.example.evil.example",
  });
  expect(read("ANSIM1.abc")).toEqual({ kind: "pass", pass: "ANSIM1.abc" });
  expect(read("WIFI:S:cafe;;")).toEqual({ kind: "unreadable" });
  expect(read("javascript:alert(1)")).toEqual({ kind: "unreadable" });
  expect(read("https://ansim.example/other")).toEqual({ kind: "unreadable" });
});

test("of several codes in one picture the venue's is taken, wherever it stands", () => {
  const ours = `https://ansim.example/v/${CODE}`,
    menu = "https://menu.example/7",
    wifi = "WIFI:S:cafe;;";
  const venue = { kind: "venue", code: CODE, displayCode: null };
  for (const texts of [[ours], [menu, wifi, ours], [wifi, ours, menu]]) {
    expect(readScans(texts, "ansim.example")).toEqual(venue);
  }
  expect(readScans([menu, wifi], "ansim.example")).toEqual({ kind: "foreign", host: "menu.example" });
  expect(readScans([], "ansim.example")).toBeNull();
});

test("the clock's error is read from the Date header", () => {
  const server = Date.parse("Mon, 23 Nov 2026 03:00:00 GMT");
  const header = "Mon, 23 Nov 2026 03:00:00 GMT";
  expect(readOffset(header, server, server + 900)).toBe(0);
  expect(readOffset(header, server - 3_600_000, server - 3_600_000 + 100)).toBe(3_600_450);
  expect(readOffset(header, server + 86_400_000, server + 86_400_000)).toBe(-86_399_500);
  expect(readOffset(null, 0, 0)).toBeNull();
  expect(readOffset("yesterday", 0, 0)).toBeNull();
});

test("near, far, and unknown in doubt", () => {
  const hall = { latitude: 33.4996, longitude: 126.5312 };
  const at = (metres: number, accuracy: number) =>
    comparePlace({ latitude: hall.latitude + metres / 111_195, longitude: hall.longitude, accuracy }, hall);
  expect(distance(hall, { latitude: 33.5104, longitude: 126.4914 })).toBeGreaterThan(3800);
  expect(distance(hall, { latitude: 33.5104, longitude: 126.4914 })).toBeLessThan(3950);
  expect(at(20, 10)).toBe("near");
  expect(at(300, 200)).toBe("near");
  expect(at(300, 20)).toBe("unknown");
  expect(at(1000, 50)).toBe("far");
  expect(at(1000, 5000)).toBe("unknown");
  expect(comparePlace(null, hall)).toBe("unknown");
  expect(comparePlace({ ...hall, accuracy: 5 }, null)).toBe("unknown");
});

test("back-off grows, is spread, and heeds the server", () => {
  expect(nextTry(1, null, 0)).toBe(1000);
  expect(nextTry(1, null, 1)).toBe(2000);
  expect(nextTry(5, null, 1)).toBe(32_000);
  expect(nextTry(60, null, 1)).toBe(300_000);
  expect(nextTry(1, 30, 0)).toBe(30_000);
});

const ed25519 = generateKeyPairSync("ed25519");
const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" });

function issue(alg: "EdDSA" | "ES256", payload: object, kid = "k1"): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg, kid })}.${part(payload)}`;
  const signature =
    alg === "EdDSA"
      ? sign(null, Buffer.from(signed), ed25519.privateKey)
      : sign("sha256", Buffer.from(signed), { key: p256.privateKey, dsaEncoding: "ieee-p1363" });
  return `${signed}.${signature.toString("base64url")}`;
}

const jwk = (alg: "EdDSA" | "ES256"): PublicJwk => ({
  ...((alg === "EdDSA" ? ed25519 : p256).publicKey.export({ format: "jwk" }) as JsonWebKey),
  kid: "k1",
});

test.each(["EdDSA", "ES256"] as const)("a %s signature is checked with the published key alone", async (alg) => {
  const token = issue(alg, { hello: 1 });
  expect(await openJws(token, [jwk(alg)])).toEqual({ hello: 1 });
  const [head, , signature] = token.split(".");
  expect(await openJws(`${head}.${toBase64url(utf8('{"hello":2}'))}.${signature}`, [jwk(alg)])).toBeNull();
  expect(await openJws(token, [{ ...jwk(alg), kid: "k2" }])).toBeNull();
  expect(await openJws(token, [jwk(alg === "EdDSA" ? "ES256" : "EdDSA")])).toBeNull();
  expect(await openJws(token, [])).toBeNull();
  expect(await openJws("rubbish", [jwk(alg)])).toBeNull();
});

test("a phone whose WebCrypto has no Ed25519 checks it all the same", async () => {
  const importKey = vi.spyOn(crypto.subtle, "importKey").mockRejectedValue(new DOMException("", "NotSupportedError"));
  const token = issue("EdDSA", { hello: 1 });
  expect(await openJws(token, [jwk("EdDSA")])).toEqual({ hello: 1 });
  const [head, body, signature] = token.split(".");
  const tampered = fromBase64url(signature!).map((byte, index) => (index ? byte : byte ^ 1));
  expect(await openJws(`${head}.${body}.${toBase64url(tampered)}`, [jwk("EdDSA")])).toBeNull();
  expect(importKey).toHaveBeenCalledTimes(2);
});

test("an unsigned token is no token", async () => {
  const none = `${toBase64url(utf8('{"alg":"none"}'))}.${toBase64url(utf8("{}"))}.`;
  expect(await openJws(none, [jwk("ES256")])).toBeNull();
});

test("a device key's proof is a good ES256 JWS", async () => {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const token = await signJws({ typ: "kb+jwt", alg: "ES256" }, { nonce: "n" }, pair.privateKey);
  const key = (await crypto.subtle.exportKey("jwk", pair.publicKey)) as PublicJwk;
  expect(await openJws(token, [key])).toEqual({ nonce: "n" });
});

test("a directory gives venues and the dead, for its own district only", async () => {
  const key = await directoryKey(CODE);
  expect(key).toBe(createHash("sha256").update(CODE).digest().subarray(0, 8).toString("base64url"));
  const payload = {
    district: "jeju-si",
    version: "3",
    expires_at: "2026-11-30T00:00:00Z",
    venues: [[key, "한라서점", "Halla Books", 1, 33.5, 126.5]],
    revoked: ["AAAAAAAAAAA"],
    closed: ["BBBBBBBBBBB"],
  };
  const opened = await openDirectory(issue("EdDSA", payload), [jwk("EdDSA")], "jeju-si");
  expect(opened?.venues).toEqual([
    {
      key,
      district: "jeju-si",
      ko: "한라서점",
      en: "Halla Books",
      category: 1,
      latitude: 33.5,
      longitude: 126.5,
      revoked: false,
    },
    {
      key: "AAAAAAAAAAA",
      district: "jeju-si",
      ko: "",
      en: "",
      category: 99,
      latitude: null,
      longitude: null,
      revoked: true,
    },
    {
      key: "BBBBBBBBBBB",
      district: "jeju-si",
      ko: "",
      en: "",
      category: 99,
      latitude: null,
      longitude: null,
      revoked: true,
      closed: true,
    },
  ]);
  expect(opened?.expiresAt).toBe(Date.parse("2026-11-30T00:00:00Z"));
  expect(await openDirectory(issue("EdDSA", payload), [jwk("EdDSA")], "seogwipo-si")).toBeNull();
});

test("a month begins on its weekday and has its days", () => {
  const weeks = monthGrid(2026, 10);
  expect(weeks[0]).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(weeks.flat().filter(Boolean).length).toBe(30);
  expect(monthGrid(2026, 1).flat().filter(Boolean).length).toBe(28);
});

test.each([
  ["연동", "제주시 신광로 1", "연동 제주시 신광로 1"],
  ["연동", "제주시 연동 12", "제주시 연동 12"],
  ["연동", "", "연동"],
  ["-", "제주시 신광로 1", "제주시 신광로 1"],
  ["-", null, null],
  [null, "제주시 신광로 1", "제주시 신광로 1"],
  [undefined, undefined, null],
])("where a venue is, from district %s and address %s", (district, address, place) => {
  expect(readPlace(district, address)).toBe(place);
});

test.each([
  [178, "2:58"],
  [300, "5:00"],
  [60, "1:00"],
  [9, "0:09"],
])("%i seconds are left as %s", (seconds, text) => {
  expect(countdown(seconds)).toBe(text);
});
