import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isStationError } from "../../../../main/base/errors/station-error.ts";
import { tomlStatements, tomlText } from "../../../../main/device/registration-files/toml-statements.ts";

describe("TOML statements", () => {
  it("name tables and keys as written, quoted or dotted", () => {
    const text = `a.b = 1\n[x."y.z"] # c\n'k' = 'v'\n[[many]]\nlong = """\n[no]\n"""\n`;
    expect(tomlStatements(text).map(({ text: _text, ...statement }) => statement)).toEqual([
      { kind: "value", path: ["a", "b"], value: "1" },
      { kind: "table", path: ["x", "y.z"], many: false },
      { kind: "value", path: ["k"], value: "'v'" },
      { kind: "table", path: ["many"], many: true },
      { kind: "value", path: ["long"], value: '"""\n[no]\n"""' },
    ]);
  });

  it("are the file, byte for byte, or the file is refused", () => {
    const pieces = [
      "[a]",
      "[[b.c]]",
      "k = ",
      '"x"',
      "'y'",
      '"""',
      "\n",
      "\r\n",
      "# c",
      "{",
      "}",
      "[",
      "]",
      "1,",
      "=",
      "\\",
      "é",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 25 }), (parts) => {
        const text = parts.join("");
        try {
          expect(
            tomlStatements(text)
              .map((statement) => statement.text)
              .join(""),
          ).toBe(text);
        } catch (error) {
          if (!isStationError(error, "device.refused")) throw error;
        }
      }),
    );
  });

  it("tell a text from other values", () => {
    expect(["'a\\b'", '"a\\"\\u00e9"', "1", '"""x"""', '"a\\q"'].map(tomlText)).toEqual([
      "a\\b",
      'a"é',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("are cut in a time that grows with the file only", () => {
    const text = `a = "${"\\\\".repeat(20_000)}"\n`.repeat(3) + "[".repeat(5000);
    const begun = performance.now();
    expect(() => tomlStatements(text)).toThrow();
    expect(performance.now() - begun).toBeLessThan(8000);
  });
});
