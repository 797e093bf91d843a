import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { presenceAt, windowOf } from "../src/rules/presence";
import { classify, imputedEnd, infectiousWindow, type Stay, sharedSeconds } from "../src/rules/stays";

interface Cases<Case> {
  cases: (Case & { why: string })[];
}

/** The same file that tests/unit/tracing/test_golden.py reads. */
const vectors = JSON.parse(readFileSync(new URL("../../tests/vectors/golden.json", import.meta.url), "utf8")) as {
  window: Cases<{
    anchor: string;
    start_hours: number;
    end_hours: number | null;
    today: string;
    start: string;
    end: string;
  }>;
  dwell: Cases<{
    entered: number;
    left: number | null;
    next_elsewhere: number | null;
    travel: number;
    closing: number | null;
    dwell: number;
    end: number;
  }>;
  overlap: Cases<{
    case: [number, number][];
    contact: [number, number][];
    residual: number;
    minimum: number;
    seconds: number;
  }>;
  classification: Cases<{
    by_time: boolean;
    minutes: number | null;
    chance_of_minutes: number;
    chance_of_any: number;
    classification: string;
  }>;
};
const stays = (pairs: [number, number][]): Stay[] => pairs.map(([entered, left]) => ({ entered, left }));

describe("golden vectors", () => {
  test.each(vectors.window.cases)("window: $why", (one) => {
    const window = infectiousWindow(one.anchor, one.start_hours, one.end_hours, one.today);
    expect(window).toEqual({ entered: Date.parse(one.start) / 1000, left: Date.parse(one.end) / 1000 });
  });
  test.each(vectors.dwell.cases)("dwell: $why", (one) => {
    expect(imputedEnd(one.entered, one.left, one.next_elsewhere, one.travel, one.closing, one.dwell)).toBe(one.end);
  });
  test.each(vectors.overlap.cases)("overlap: $why", (one) => {
    expect(sharedSeconds(stays(one.case), stays(one.contact), one.residual, one.minimum)).toBe(one.seconds);
  });
  test.each(vectors.classification.cases)("classification: $why", (one) => {
    expect(classify(one.minutes, one.chance_of_minutes, one.chance_of_any, one.by_time)).toBe(one.classification);
  });
});

describe("was I there?", () => {
  const visit = (venue: string, enteredAt: number, leftAt: number | null) => ({ venue, enteredAt, leftAt });
  const window = { entered: 10_000, left: 20_000 };

  test("a noted departure makes it sure", () => {
    expect(presenceAt([visit("A", 9_000, 11_200)], "A", window)).toEqual({
      sure: 1200,
      possible: 1200,
      classification: "close",
    });
    expect(presenceAt([visit("A", 9_000, 10_300)], "A", window).classification).toBe("casual");
  });
  test("an open visit lasts until the next check-in elsewhere, less the way", () => {
    const history = [visit("B", 10_720, null), visit("A", 10_000, null)];
    expect(presenceAt(history, "A", window)).toEqual({ sure: 0, possible: 600, classification: "casual" });
    expect(presenceAt([visit("A", 10_000, null)], "A", window)).toMatchObject({
      possible: 10_000,
      classification: "close",
    });
    expect(presenceAt([visit("A", 10_000, null)], "A", window, 10_060)).toMatchObject({
      possible: 60,
      classification: "casual",
    });
  });
  test("of two check-ins in the same second, listed newest first or not, neither ends the other", () => {
    const history = [visit("A", 10_000, null), visit("B", 10_000, null)];
    for (const order of [history, [...history].reverse()]) {
      expect(presenceAt(order, "A", window, 10_060)).toMatchObject({ possible: 60, classification: "casual" });
    }
  });
  test("elsewhere or at another time is not there", () => {
    expect(presenceAt([visit("B", 9_000, 30_000), visit("A", 1_000, 9_999)], "A", window).classification).toBe(
      "unlikely",
    );
  });
  test("a window may run over midnight; half a time is none", () => {
    const late = windowOf("2026-11-23", "22:00", "01:30")!;
    expect(late.left - late.entered).toBe(3.5 * 3600);
    expect(windowOf("2026-11-23", "", "01:30")).toBeNull();
  });
});
