import { expect, test } from "vitest";

import { inApp, outside } from "../src/rules/in-app";
import { firstAt } from "../src/rules/moment";
import { cleanPhone, groupPhone, judgePhone, maskPhone } from "../src/rules/phone";
import { hasShape } from "../src/rules/shape";

test.each([
  ["010-0000-0001", "01000000001"],
  ["(+81)90-0000-0001", "+819000000001"],
  ["82 10-0000-0001", "+821000000001"],
  ["8201000000001", "+8201000000001"],
  [" 010 0000 0001 ", "01000000001"],
  ["０１０－００００－０００１", "01000000001"],
  ["(010) 0000.0001", "01000000001"],
  ["\u202a+82 10-0000-0001\u202c", "+821000000001"],
  ["＋81 90 0000 0001", "+819000000001"],
  ["0081 90-0000-0001", "+819000000001"],
  ["+82 (0)10-0000-0004", "+821000000004"],
  ["00 1 (408) 555-0123", "+14085550123"],
])("%j is sent as %s", (typed, sent) => {
  expect(cleanPhone(typed)).toBe(sent);
  expect(judgePhone(typed)).toBeNull();
});

test.each([
  ["010-0000-001", "short"],
  ["010-0000-00001", "short"],
  ["", "short"],
  ["0000", "short"],
  ["02-000-0000", "landline"],
  ["064-000-0000", "landline"],
  ["1588-0000", "landline"],
  ["+82 10 0000 000", "short"],
] as const)("%j is refused before anything is sent", (typed, why) => {
  expect(judgePhone(typed)).toBe(why);
});

test("a number is grouped while it is typed, and another's is left alone", () => {
  const typed = [..."01000000001"].map((_, end, all) => groupPhone(all.slice(0, end + 1).join("")));
  expect(typed.slice(2)).toEqual([
    "010",
    "010-0",
    "010-00",
    "010-000",
    "010-0000",
    "010-0000-0",
    "010-0000-00",
    "010-0000-000",
    "010-0000-0001",
  ]);
  expect(groupPhone("0110000001")).toBe("011-000-0001");
  expect(groupPhone("+819000000001")).toBe("+819000000001");
  expect(groupPhone("02000")).toBe("02000");
  expect(groupPhone("010-0000-00012")).toBe("010-0000-00012");
  expect(maskPhone("010-0000-0001")).toBe("010-****-0001");
  expect(maskPhone("+81 90 0000 0002")).toBe("+81-****-0002");
});

const ANDROID = "Mozilla/5.0 (Linux; Android 13; SM-A536N) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148";

test.each([
  [`${ANDROID} KAKAOTALK 10.4.5`, "KakaoTalk", /^kakaotalk:\/\/web\/openExternal\?url=https%3A/],
  [`${IPHONE} KAKAOTALK 10.5.1`, "KakaoTalk", /^kakaotalk:/],
  [
    `${ANDROID} NAVER(inapp; search; 1000; 12.5.1)`,
    "Naver",
    /^intent:\/\/ansim\.example\/v\/CODE\?d=1#Intent;scheme=https;/,
  ],
  [`${IPHONE} NAVER(inapp; search; 1000; 12.5.1)`, "Naver", null],
  [`${ANDROID} Line/13.1.0`, "Line", /openExternalBrowser=1$/],
  [`${ANDROID} MicroMessenger/8.0`, "WeChat", /^intent:/],
  [`${IPHONE} Instagram 300.0`, "Instagram", null],
  [`${ANDROID} BAND/11.0`, "Band", /^intent:/],
  [ANDROID.replace("SM-A536N", "SM-A536N; wv"), "", /^intent:/],
  [`${IPHONE} [Some/App]`, "", null],
  [IPHONE.replace("iPhone;", "iPad;"), "", null],
  [ANDROID, null, null],
  [`${ANDROID} SamsungBrowser/23.0`, null, null],
  [`${IPHONE} CriOS/119.0 Safari/604.1`, null, null],
  [`${IPHONE} Version/17.0 Safari/604.1`, null, null],
])("%s", (agent, app, way) => {
  expect(inApp(agent)).toBe(app);
  if (app === null) return;
  const found = outside("https://ansim.example/v/CODE?d=1", agent);
  if (way) expect(found).toMatch(way);
  else expect(found).toBeNull();
});

test("Line's way out stands before the hash, which it would not read", () => {
  const way = (page: string): string | null => outside(page, `${ANDROID} Line/13.1.0`);
  expect(way("https://ansim.example/#/pass")).toBe("https://ansim.example/?openExternalBrowser=1#/pass");
  expect(way("https://ansim.example/v/C?d=1")).toBe("https://ansim.example/v/C?d=1&openExternalBrowser=1");
});

test("the time at which one left is the first one after one came, whatever the day is by now", () => {
  const came = new Date(2026, 10, 25, 19, 3, 27).getTime() / 1000;
  const at = (...when: [number, number, number]): number => new Date(2026, 10, ...when).getTime() / 1000;
  expect(firstAt("21:00", came)).toBe(at(25, 21, 0));
  expect(firstAt("19:04", came)).toBe(at(25, 19, 4));
  expect(firstAt("00:10", came)).toBe(at(26, 0, 10));
  expect(firstAt("19:02", came)).toBe(at(26, 19, 2));
  expect(firstAt("19:03", came)).toBe(came + 1);
  for (const wrong of ["", "24:00", "7", "19:60", "now"]) expect(firstAt(wrong, came)).toBeNull();
});

test("an answer of another shape is none of the gateway's", () => {
  const shape = { fields: { token: "text", expires_at: "moment", name: ["a", "b"] } } as const;
  expect(hasShape({ token: "t", expires_at: "2026-11-27T00:00:00Z", name: "a", more: 1 }, shape)).toBe(true);
  for (const wrong of [null, [], {}, { token: "" }, { token: "t", expires_at: "soon", name: "a" }]) {
    expect(hasShape(wrong, shape)).toBe(false);
  }
  expect(hasShape([{ id: 1 }, { id: 2 }], { each: { id: "number" } })).toBe(true);
  expect(hasShape([{ id: 1 }, {}], { each: { id: "number" } })).toBe(false);
});
