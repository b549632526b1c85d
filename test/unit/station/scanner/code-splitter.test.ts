import { array, assert, constantFrom, integer, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { type CodeAffixes, CodeSplitter } from "../../../../main/station/scanner/code-splitter.ts";

const codesOf = (texts: readonly string[], affixes: CodeAffixes = {}): readonly string[] => {
  const splitter = new CodeSplitter(affixes);
  return texts.flatMap((text) => splitter.push(Buffer.from(text, "latin1")));
};

describe("codes in a serial scanner's bytes", () => {
  it.each([
    [["GW220000128\r"], {}, ["GW220000128"]],
    [["GW22", "0000128\r\n", "GW2"], {}, ["GW220000128"]],
    [["\r\n\r\nA1\nB2\r\n"], {}, ["A1", "B2"]],
    [["]d2\u001d21GW1\r"], {}, ["]d2\u001d21GW1"]],
    [["\u0002A1\u0003\u0002B2\u0003"], { prefix: "\u0002", suffix: "\u0003" }, ["A1", "B2"]],
    [["A\rB##C#", "#"], { suffix: "##" }, ["A\rB", "C"]],
  ] as const)("%j with %j: %j", (texts, affixes, codes) => {
    expect(codesOf(texts, affixes)).toEqual(codes);
  });

  it("drops what never ends, up to its end, and keeps little of it", () => {
    const noise = "x".repeat(700);
    expect(codesOf([noise, noise, noise, "\r", "A1\r"])).toEqual(["A1"]);
    expect(codesOf([noise, noise, "#", "#A1##"], { suffix: "##" })).toEqual(["A1"]);
  });

  it("finds the same codes however the bytes come", () => {
    const lines = array(string({ unit: constantFrom("A", "7", "-"), minLength: 1, maxLength: 20 }), { maxLength: 8 });
    assert(
      property(lines, array(integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 }), (codes, cuts) => {
        const whole = codes.map((code) => `${code}\r\n`).join("");
        const pieces: string[] = [];
        for (let at = 0, turn = 0; at < whole.length; turn += 1) {
          const length = cuts[turn % cuts.length] ?? 1;
          pieces.push(whole.slice(at, at + length));
          at += length;
        }
        expect(codesOf(pieces)).toEqual(codes);
      }),
    );
  });
});
