import { expect, it } from "vitest";
import { parseRetryAfter } from "../../../../main/dps/http/retry-after.ts";

const now = new Date("2026-11-22T10:00:00Z");

it.each([
  ["7", 7000],
  [" 0 ", 0],
  ["Sun, 22 Nov 2026 10:00:30 GMT", 30_000],
  ["Sun, 22 Nov 2026 09:00:00 GMT", 0],
  ["999999", 3_600_000],
  ["soon", undefined],
  ["", undefined],
  [undefined, undefined],
])("reads %j as %j ms", (header, expected) => {
  expect(parseRetryAfter(header, now)).toBe(expected);
});
