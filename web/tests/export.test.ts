import { expect, test } from "vitest";

import { carryOver, STAYS } from "../src/rules/clock";
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

const exported = (changes: object): string => {
  const file = JSON.parse(toJson([visit])) as { visits: object[] };
  return JSON.stringify({ ...file, visits: file.visits.map((row) => ({ ...row, ...changes })) });
};

test("names with commas, and what waits to be sent, come back as they were", () => {
  const open: Visit = {
    ...visit,
    companions: ["Kim, Ha-neul", "이, 둘"],
    leftAt: visit.enteredAt + 60,
    out: "waiting",
    uncertain: true,
  };
  expect(fromJson(toJson([open]))?.[0]).toMatchObject({ ...open, clock: { verified: true } });
  const refused: Visit = { ...open, out: "refused" };
  expect(fromJson(toJson([refused]))?.[0]?.out).toBe("refused");
});

test("another phone's clock never moves what was noted here, and says where nobody vouches for it", () => {
  const waits = (verified: boolean): Visit => ({ ...visit, state: "waiting", clock: { ...visit.clock, verified } });
  for (const verified of [true, false]) {
    const back = fromJson(toJson([waits(verified)]))![0]!;
    expect(back.uncertain).toBe(!verified);
    const slow = { offset: 3_000_000, session: "new phone", verified: true };
    expect(carryOver(back.enteredAt, back.clock, slow, back.enteredAt + 7_200)).toEqual(STAYS);
  }
  expect(fromJson(exported({ state: "waiting", time_uncertain: undefined }))?.[0]?.uncertain).toBe(true);
});

test("what an earlier export wrote is read, and what no phone writes does no harm", () => {
  expect(fromJson(exported({ companions: "김영희, 이철수" }))?.[0]?.companions).toEqual(["김영희", "이철수"]);
  expect(fromJson(exported({ departure: undefined, left_at: "2025-11-23T04:00:00Z" }))?.[0]?.out).toBe("confirmed");
  expect(fromJson(exported({ party: 1e9, companions: 5, name: {}, left_at: "soon" }))?.[0]).toMatchObject({
    party: 50,
    companions: [],
    name: null,
    leftAt: null,
    out: "none",
  });
  expect(fromJson(exported({ left_at: "2001-01-01T00:00:00Z" }))?.[0]?.leftAt).toBeNull();
  const file = JSON.parse(toJson([visit, visit])) as object;
  expect(fromJson(JSON.stringify(file))).toHaveLength(1);
});

test.each([{ id: "../x" }, { id: 7 }, { venue: "somewhere" }, { entered_at: "soon" }, { state: "sent" }, { salt: "" }])(
  "a row with %j makes no history",
  (changes) => expect(fromJson(exported(changes))).toBeNull(),
);

test.each(["", "[]", "{}", '{"format":"other","visits":[]}', '{"format":"ansim-history-v1","visits":[{"id":"x"}]}'])(
  "%j is no history",
  (text) => expect(fromJson(text)).toBeNull(),
);
