import { expect, test } from "vitest";

import { unbroken } from "../src/rules/unbroken";

test.each(["010-0000-2000", "+82 10 0000 2000", "02-0000-1339"])("no line can end inside %s", (number) => {
  expect(unbroken(number)).not.toMatch(/[- ]/);
  expect(unbroken(number).replace(/\D/g, "")).toBe(number.replace(/\D/g, ""));
});
