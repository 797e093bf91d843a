import { expect, test } from "vitest";

import { heldFor, holdUntil, mayBeTakenBack, parting, UNDO_MS } from "../src/rules/departure";
import type { Visit } from "../src/rules/visit";

const NOW = 1_763_868_000_000;

function visit(changes: Partial<Visit>): Visit {
  return {
    id: "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    venue: "7Q2M4K9XT3WB8R1V",
    name: null,
    enteredAt: NOW / 1000 - 600,
    leftAt: null,
    clock: { offset: 0, session: "s", verified: true },
    leftClock: null,
    uncertain: false,
    party: 0,
    companions: [],
    place: "unknown",
    displayCode: null,
    salt: "c2FsdA",
    commitment: "Y29tbWl0",
    state: "confirmed",
    refusal: null,
    out: "none",
    ...changes,
  };
}

const left = (changes: Partial<Visit> = {}): Visit =>
  visit({ leftAt: NOW / 1000, out: "waiting", heldUntil: holdUntil(NOW), ...changes });

test.each([0, 1, UNDO_MS / 2, UNDO_MS - 1])("a departure of %d ms ago may be taken back, and does not go", (age) => {
  expect(mayBeTakenBack(left(), NOW + age)).toBe(true);
  const { entering, leaving, held } = parting([left()], NOW + age);
  expect([entering, leaving]).toEqual([[], []]);
  expect(held).toBeGreaterThan(UNDO_MS - age);
});

test.each([UNDO_MS + 1_000, UNDO_MS + 60_000, 86_400_000])("a departure of %d ms ago goes", (age) => {
  expect(mayBeTakenBack(left(), NOW + age)).toBe(false);
  expect(parting([left()], NOW + age)).toEqual({ entering: [], leaving: [left()], held: 0 });
});

test("at no moment may be taken back what goes", () => {
  for (let age = 0; age < 2 * UNDO_MS; age += 50) {
    const goes = parting([left()], NOW + age).leaving.length > 0;
    expect(goes && mayBeTakenBack(left(), NOW + age)).toBe(false);
  }
});

test.each([3_600_000, 86_400_000])("a clock that was set back by %d ms holds nothing", (back) => {
  expect(heldFor(left(), NOW - back)).toBe(0);
  expect(parting([left()], NOW - back).leaving).toHaveLength(1);
});

test("what may not be taken back goes at once, as does what an earlier release noted", () => {
  const { heldUntil: _, ...plain } = left();
  expect(parting([plain], NOW).leaving).toEqual([plain]);
});

test.each(["none", "confirmed", "refused"] as const)("nothing holds a visit whose departure is %s", (out) => {
  expect(heldFor(left({ out }), NOW)).toBe(0);
  expect(mayBeTakenBack(left({ out }), NOW)).toBe(false);
});

test("one that is held holds up no other, and the first to end is waited for", () => {
  const other = left({ id: "b", heldUntil: holdUntil(NOW - 5_000) });
  const gone = left({ id: "c", heldUntil: holdUntil(NOW - 20_000) });
  const came = visit({ id: "d", state: "waiting" });
  const found = parting([left(), other, gone, came], NOW);
  expect(found.leaving).toEqual([gone]);
  expect(found.entering).toEqual([came]);
  expect(found.held).toBe(heldFor(other, NOW));
});

test("who came and left offline has come, whether or not the departure may go", () => {
  const both = left({ state: "waiting" });
  expect(parting([both], NOW).entering).toEqual([both]);
  expect(parting([both], NOW + 60_000).entering).toEqual([both]);
});
