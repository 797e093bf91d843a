import { expect, test } from "vitest";

import { halved, negative, type Picture, pale } from "../src/camera/shades";

/** A picture of grey levels, opaque. */
function picture(rows: number[][]): Picture {
  const data = Uint8ClampedArray.from(rows.flat().flatMap((level) => [level, level, level, 255]));
  return { data, width: rows[0]!.length, height: rows.length };
}

/** The grey levels of a picture, row by row; the first colour stands for all three. */
function levels({ data, width, height }: Picture): number[][] {
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => data[4 * (y * width + x)]!));
}

const opaque = ({ data }: Picture): boolean => data.every((value, at) => at % 4 < 3 || value === 255);

test("a negative exchanges light and dark, keeps the picture and stays opaque", () => {
  const seen = picture([
    [0, 255, 40],
    [200, 128, 1],
  ]);
  const turned = negative(seen);
  expect(levels(turned)).toEqual([
    [255, 0, 215],
    [55, 127, 254],
  ]);
  expect(opaque(turned)).toBe(true);
  expect(levels(negative(turned))).toEqual(levels(seen));
});

test("each pixel of a halved picture is the mean of four; an odd edge is left out", () => {
  const half = halved(
    picture([
      [0, 100, 10, 10, 9],
      [100, 200, 10, 14, 9],
      [7, 7, 7, 7, 7],
    ]),
  );
  expect([half.width, half.height]).toEqual([2, 1]);
  expect(levels(half)).toEqual([[100, 11]]);
  expect(opaque(half)).toBe(true);
  expect(halved(picture([[5]])).width).toBe(0);
});

test.each([250, 120, 60])("ink nearly as light as paper of level %i turns black, the paper white", (paper) => {
  const row = (level: number): number[] => Array.from({ length: 80 }, (_, x) => (x % 2 ? level : paper));
  const seen = pale(picture([row(0.8 * paper), row(0.3 * paper), row(0.84 * paper)]));
  expect(new Set(levels(seen).flatMap((line) => line.filter((_, x) => x % 2)))).toEqual(new Set([0]));
  expect(new Set(levels(seen).flatMap((line) => line.filter((_, x) => x % 2 === 0)))).toEqual(new Set([255]));
});

test("paper half in the shade is paper on both sides", () => {
  const line = Array.from({ length: 200 }, (_, x) => (x < 100 ? 90 : 230));
  const seen = levels(pale(picture([line, line, line])))[1]!;
  expect([...seen.slice(0, 32), ...seen.slice(100)].every((level) => level === 255)).toBe(true);
});
