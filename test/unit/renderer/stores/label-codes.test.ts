import { array, assert, constantFrom, integer, oneof, property, string, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { slotCode } from "../../../../main/label/slot-cards/slot-code.ts";
import { exampleOfPattern } from "../../../../renderer/stores/example-of-pattern.ts";
import { gs1Elements } from "../../../../renderer/stores/gs1-elements.ts";
import { codesIn, looksLike, orderIn, readLabelCode } from "../../../../renderer/stores/label-codes.ts";

const separator = String.fromCharCode(29);

describe("GS1 element strings", () => {
  // GS1 General Specifications 3 and 5.4.6.2; GS1 DataMatrix Guideline 2.2.1, 3.2; GS1 US Application Identifiers; GS1 Digital Link 1.3, 8.
  it.each([
    ["01095011015300031714070410AB-123", "01 09501101530003 · 17 140704 · 10 AB-123"],
    ["(01)09501101530003(17)140704(10)AB-123", "01 09501101530003 · 17 140704 · 10 AB-123"],
    [`${separator}010952123454321310ABC123`, "01 09521234543213 · 10 ABC123"],
    [
      `010952123454321310ABC1${separator}3922399${separator}2112345`,
      "01 09521234543213 · 10 ABC1 · 3922 399 · 21 12345",
    ],
    ["00106141412345678908", "00 106141412345678908"],
    [`010950600013435221ABC${separator}240X-1${separator}17201225`, "01 09506000134352 · 21 ABC · 240 X-1 · 17 201225"],
    ["01095201234567883103000500", "01 09520123456788 · 3103 000500"],
    ["4109521321000011", "410 9521321000011"],
    ["0109501101530004", null],
    ["010950110153", null],
    ["(21)", null],
    ["21", null],
    ["GW220000128", null],
    ["59123", null],
  ])("%j: %s", (code, said) => {
    const elements = gs1Elements(code);
    expect(elements?.map(({ ai, value }) => `${ai} ${value}`).join(" · ") ?? null).toBe(said);
  });

  it("are read back as they were put together, whichever they are", () => {
    const value = string({
      unit: constantFrom("A", "x", "0", "1", "2", "9", "-", "/", "."),
      minLength: 1,
      maxLength: 20,
    });
    const open = tuple(constantFrom("10", "21", "240", "250", "400", "91", "7002", "8004"), value);
    const fixed = tuple(
      constantFrom("11", "17", "13"),
      integer({ min: 0, max: 999_999 }).map((n) => String(n).padStart(6, "0")),
    );
    assert(
      property(array(oneof(open, fixed), { minLength: 1, maxLength: 6 }), (pairs) => {
        const code = pairs
          .map(([ai, text]) => `${ai}${text}${ai.startsWith("1") && ai !== "10" ? "" : separator}`)
          .join("");
        expect(gs1Elements(code)).toEqual(pairs.map(([ai, text]) => ({ ai, value: text })));
        expect(gs1Elements(pairs.map(([ai, text]) => `(${ai})${text}`).join(""))).toEqual(gs1Elements(code));
      }),
    );
  });
});

describe("a label", () => {
  it.each([
    ["GW220000128", ["GW220000128"]],
    ["]C0GW220000128", ["GW220000128"]],
    ["]d2010952123454321321GW220000128", ["GW220000128", "010952123454321321GW220000128"]],
    ["(01)09521234543213(21)GW220000128", ["GW220000128", "(01)09521234543213(21)GW220000128"]],
    [`]d221GW220000128${separator}10LOT7`, ["GW220000128", "21GW22000012810LOT7"]],
    // Plain, though it could be an AI 21.
    ["21GW220000128", ["21GW220000128", "GW220000128"]],
    ["SN: GW220000128", ["GW220000128", "SN: GW220000128"]],
    ["", []],
  ])("%j may be the serial number %j", (text, serialNumbers) => {
    expect(readLabelCode(text).serialNumbers).toEqual(serialNumbers);
  });

  it("loses what the scanner puts around it, where it is there", () => {
    const affixes = { prefix: "~", suffix: "#" };
    expect(readLabelCode("~GW220000128#", affixes).text).toBe("GW220000128");
    expect(readLabelCode("GW220000128", affixes).text).toBe("GW220000128");
    expect(readLabelCode("~#", affixes).text).toBe("");
    expect(codesIn("~]C0GW1#", affixes)).toEqual(["]C0GW1", "GW1"]);
  });

  it("of a slot's card is that slot's own, whatever the slot is called", () => {
    expect(slotCode("3")).toBe("SLOT:3");
    expect(slotCode("Bay 3")).toBe("SLOT:Bay 3");
    expect(slotCode("Links außen")).toBe("SLOT:Links%20au%C3%9Fen");
    const name = string({ unit: "grapheme", minLength: 1, maxLength: 16 })
      .map((text) => text.trim())
      .filter((text) => text !== "" && text.length <= 16);
    assert(
      property(name, (called) => {
        const code = slotCode(called);
        expect(code).toMatch(/^[\x20-\x7E]+$/);
        expect(readLabelCode(`]Q1${code}\r`).slot).toBe(called);
      }),
    );
  });

  it("may be a slot's own, an order, a lot", () => {
    expect(readLabelCode("]C0SLOT:3").slot).toBe("3");
    expect(readLabelCode("SLOT:").slot).toBeNull();
    expect(orderIn("]d2(400)4711(10)L7")).toBe("4711");
    expect(orderIn("]d201095011015300031714070410AB-123")).toBe("AB-123");
    expect(orderIn("order-4711")).toBe("order-4711");
  });
});

describe("codes to look a label up by", () => {
  it.each([
    ["GW220000128", ["GW220000128"]],
    ["  GW220000128\n", ["GW220000128"]],
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

  it("never fails, and gives printable text only", () => {
    assert(
      property(string({ unit: "binary" }), (text) => {
        for (const code of codesIn(text)) expect(code).toMatch(/^[\x20-\x7e]+$/);
        expect(readLabelCode(text).serialNumbers.every((code) => code.length <= 256)).toBe(true);
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

describe("an example of a serial number", () => {
  it.each([
    ["^GW2[0-9]{8}$", "GW2########"],
    ["SN-\\d{4}[A-Z]", "SN-####•"],
    ["^[A-Za-z0-9._-]{1,64}$", null],
    ["GW2", null],
    ["A+", null],
  ])("%s: %s", (pattern, example) => {
    expect(exampleOfPattern(pattern)).toBe(example);
  });
});
