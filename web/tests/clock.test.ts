import { expect, test } from "vitest";

import { type Clock, carryOver } from "../src/rules/clock";

const reading = (offset: number, session: string, verified = true): Clock => ({ offset, session, verified });
const MOMENT = 1_790_000_000;
const LATER = MOMENT + 86_400;
const MINUTE = 60_000;

test.each([
  ["fifty minutes slow all along", 50],
  ["ninety minutes fast", -90],
  ["a day behind", 1440],
  ["two minutes", 2],
])("what one life of the page learns later holds for its earlier moments: %s", (_, minutes) => {
  const carried = carryOver(MOMENT, reading(0, "a", false), reading(minutes * MINUTE, "a"), LATER);
  expect(carried).toEqual({ shift: minutes * 60, uncertain: false });
});

test("a verified moment of another life stands, whatever the clock did since", () => {
  expect(carryOver(MOMENT, reading(0, "a"), reading(50 * MINUTE, "b"), LATER)).toEqual({ shift: 0, uncertain: false });
});

test("an unverified moment of another life is a guess where the clocks differ", () => {
  expect(carryOver(MOMENT, reading(0, "a", false), reading(50 * MINUTE, "b"), LATER)).toEqual({
    shift: 3000,
    uncertain: true,
  });
  expect(carryOver(MOMENT, reading(0, "a", false), reading(-20 * MINUTE, "b"), LATER)).toEqual({
    shift: -1200,
    uncertain: true,
  });
  expect(carryOver(MOMENT, reading(1_000, "a", false), reading(40_000, "b"), LATER)).toEqual({
    shift: 0,
    uncertain: false,
  });
});

test("before the gateway has said anything, nothing is moved", () => {
  expect(carryOver(MOMENT, reading(0, "a", false), reading(50 * MINUTE, "b", false), LATER)).toEqual({
    shift: 0,
    uncertain: false,
  });
});

test("a minute is the gateway's own tolerance", () => {
  expect(carryOver(MOMENT, reading(0, "a"), reading(60_000, "a"), LATER).shift).toBe(0);
  expect(carryOver(MOMENT, reading(0, "a"), reading(60_001, "a"), LATER).shift).toBe(60);
});

test("a guess never lies in the future", () => {
  const soon = MOMENT + 60;
  const then = reading(0, "a", false);
  expect(carryOver(MOMENT, then, reading(50 * MINUTE, "b"), soon)).toEqual({ shift: 0, uncertain: true });
  expect(carryOver(MOMENT, then, reading(-50 * MINUTE, "b"), soon)).toEqual({ shift: -3000, uncertain: true });
  expect(carryOver(soon + 600, then, reading(5 * MINUTE, "b"), soon)).toEqual({ shift: -600, uncertain: true });
});
