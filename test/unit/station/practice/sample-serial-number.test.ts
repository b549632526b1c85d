import { describe, expect, it } from "vitest";
import { sampleSerialNumber } from "../../../../main/station/practice/sample-serial-number.ts";

describe("a serial number made up for a pattern", () => {
  it.each([
    "GW2[0-9]{8}",
    "^GW2[0-9]{8}$",
    "^[A-Za-z0-9._-]{1,64}$",
    "SN-\\d{4}-[A-F]{2}",
    "(?:EU|US)-[0-9]+",
    "(?<plant>[A-Z]{3})\\d{6,9}X?",
    "[^a-z]{5}",
    "A\\.B-\\w+",
    "\\p{Lu}{2}|AB[0-9]{3}",
  ])("%s", (pattern) => {
    expect(sampleSerialNumber(pattern)).toMatch(new RegExp(`^(?:${pattern})$`, "u"));
  });

  it.each(["(?=A)A", "(A)\\1", "^$", "[0-9]{99}"])("is left to a person: %s", (pattern) => {
    expect(sampleSerialNumber(pattern)).toBeUndefined();
  });
});
