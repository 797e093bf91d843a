import { expect, test } from "vitest";

import { fromJson, toCsv, toJson } from "../src/rules/export";
import type { Visit } from "../src/rules/visit";

const visit: Visit = {
  id: "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
  venue: "7Q2M4K9XT3WB8R1V",
  name: { ko: "한라서점", en: "Halla Books" },
  enteredAt: 1763868000,
  leftAt: null,
  clock: { offset: 0, session: "s", verified: true },
  leftClock: null,
  uncertain: false,
  party: 1,
  companions: ["김영희"],
  place: "near",
  displayCode: null,
  salt: "c2FsdA",
  commitment: "Y29tbWl0",
  state: "confirmed",
  refusal: null,
  out: "none",
};

test("the export holds what proves the visit", () => {
  const [exported] = (JSON.parse(toJson([visit])) as { visits: Record<string, unknown>[] }).visits;
  expect(exported).toMatchObject({
    id: visit.id,
    salt: visit.salt,
    commitment: visit.commitment,
    entered_at: "2025-11-23T03:20:00.000Z",
  });
});

test.each(["=1+1", "+1", "-1", "@a", "\tx", "＝1"])("a name like %j starts no formula in a table", (name) => {
  const [, row] = toCsv([{ ...visit, name: { ko: name, en: name } }]).split("\r\n");
  expect(row).toContain(`'${name}`);
});

test("commas and quotes stay inside their cell", () => {
  const csv = toCsv([{ ...visit, name: { ko: '가,"나"', en: "" } }]);
  expect(csv.startsWith("\ufeffid,venue,name,")).toBe(true);
  expect(csv).toContain('"가,""나"""');
});

test("an exported history comes back as it was, on another phone", () => {
  const left: Visit = {
    ...visit,
    id: "017f22e2-79b0-7cc3-98c4-dc0c0c073990",
    leftAt: visit.enteredAt + 600,
    out: "confirmed",
  };
  const back = fromJson(toJson([visit, left]));
  for (const [place, one] of [visit, left].entries()) {
    const { clock: _, ...rest } = one;
    expect(back?.[place]).toMatchObject(rest);
  }
});

test.each(["", "[]", "{}", '{"format":"other","visits":[]}', '{"format":"ansim-history-v1","visits":[{"id":"x"}]}'])(
  "%j is no history",
  (text) => expect(fromJson(text)).toBeNull(),
);
