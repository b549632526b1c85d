import { describe, expect, it } from "vitest";
import { validityOf } from "../../../../../renderer/screens/verify/validity.ts";

const from = Date.UTC(2026, 0, 1);
const to = Date.UTC(2036, 0, 1);

describe("a certificate's life", () => {
  it.each([
    [Date.UTC(2025, 11, 31), "Not valid yet", "attention", 0],
    [from, "Valid", "pass", 0],
    [(from + to) / 2, "Valid", "pass", 0.5],
    [Date.UTC(2035, 11, 20), "Ends soon", "attention", 0.9967],
    [Date.UTC(2036, 0, 2), "Out of date", "fail", 1],
  ] as const)("at %d: %s", (now, word, shape, share) => {
    const validity = validityOf(from, to, now);
    expect(validity).toMatchObject({ word, shape });
    expect(validity.share).toBeCloseTo(share, 3);
  });

  it("may have no end (RFC 5280 4.1.2.5)", () => {
    const noEnd = Date.UTC(9999, 11, 31, 23, 59, 59);
    expect(validityOf(from, noEnd, Date.UTC(2030, 0, 1))).toMatchObject({ word: "Valid", left: "no end" });
  });
});
