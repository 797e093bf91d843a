import { expect, test } from "vitest";

import { readRoute } from "../src/rules/routes";

const at = (address: string) => readRoute(new URL(address, "https://ansim.example"));

test("a poster's address is its venue", () => {
  expect(at("/v/7Q2M4K9XT3WB8R1V?d=123456")).toEqual({
    page: "venue",
    code: "7Q2M4K9XT3WB8R1V",
    displayCode: "123456",
  });
  expect(at("/v/7q2m4k9xt3wb8r1v")).toEqual({ page: "venue", code: "7Q2M4K9XT3WB8R1V", displayCode: null });
  expect(at("/v/short")).toEqual({ page: "venue", code: null, displayCode: null });
});

test("screens have addresses, anything else is the camera", () => {
  expect(at("/#/history")).toEqual({ page: "history" });
  expect(at("/#/visit/abc")).toEqual({ page: "visit", id: "abc" });
  expect(at("/reader#token")).toEqual({ page: "reader" });
  expect(at("/display#A.B")).toEqual({ page: "display" });
  expect(at("/")).toEqual({ page: "scan" });
  expect(at("/#/nowhere")).toEqual({ page: "scan" });
});
