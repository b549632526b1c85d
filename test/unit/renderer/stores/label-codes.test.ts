import { assert, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { codesIn, looksLike } from "../../../../renderer/stores/label-codes.ts";

const separator = String.fromCharCode(29);

describe("codes in a label", () => {
  it.each([
    ["GW220000128", ["GW220000128"]],
    ["  GW220000128\n", ["GW220000128"]],
    // GS1 General Specifications: 5.4 (symbology identifiers), 3.5 (AI 21).
    ["]C0GW220000128", ["]C0GW220000128", "GW220000128"]],
    ["(01)09521234543213(21)GW220000128", ["(01)09521234543213(21)GW220000128", "GW220000128"]],
    ["010952123454321321GW220000128", ["010952123454321321GW220000128", "GW220000128"]],
    ["SN: GW220000128", ["SN: GW220000128", "GW220000128"]],
    ["", []],
  ])("%j: %j", (text, codes) => {
    expect(codesIn(text)).toEqual(codes);
  });

  it("ends the serial number at the separator, wherever it stands in the code", () => {
    const code = `]d201095212345432131126010121GW220000128${separator}10LOT7`;
    expect(codesIn(code).at(-1)).toBe("GW220000128");
    expect(codesIn(`]d221GW220000128${separator}10LOT7`).at(-1)).toBe("GW220000128");
  });

  it("never fails, and has the text itself first", () => {
    assert(
      property(string({ unit: "binary" }), (text) => {
        const codes = codesIn(text);
        expect(codes[0] ?? "").toBe(text.trim().slice(0, 512));
      }),
    );
  });
});

describe("what a code looks like", () => {
  it.each([
    ["ab".repeat(32), "digest"],
    ["AB:".repeat(31).concat("AB"), "digest"],
    ["ab".repeat(20), "sha1"],
    ["pr3xm7lv5degftkwjn5fikll4wxixi3bemnc4x53kzlcsn7cbj2a", "tpm-id"],
    ["https://example.test/u/1", "link"],
    ["order-4711", "lot"],
    ["GW220000128", "serial"],
    ["???", "other"],
  ] as const)("%s: %s", (code, looks) => {
    expect(looksLike(code, ["ORDER-4711"])).toBe(looks);
  });
});
