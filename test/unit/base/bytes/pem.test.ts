import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromPem, toPem } from "../../../../main/base/bytes/pem.ts";

describe("PEM", () => {
  it("has 64 characters a line and reads back", () => {
    const text = toPem("CERTIFICATE", new Uint8Array(100).fill(0xff));
    expect(text.split("\n").map(({ length }) => length)).toEqual([27, 64, 64, 8, 25, 0]);
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 })), (ders) => {
        expect(fromPem("X", ders.map((der) => toPem("X", der)).join("note\r\n"))).toEqual(ders);
      }),
    );
  });

  it("passes over other labels and refuses what is cut off", () => {
    const text = toPem("CERTIFICATE", new Uint8Array([1, 2, 3]));
    expect(fromPem("CERTIFICATE", `${toPem("PUBLIC KEY", new Uint8Array([9]))}${text}`)).toHaveLength(1);
    expect(fromPem("CERTIFICATE", "")).toEqual([]);
    expect(() => fromPem("CERTIFICATE", text.slice(0, -5))).toThrow(/malformed/);
    expect(() => fromPem("CERTIFICATE", text.replace("AQID", "A*ID"))).toThrow(/malformed/);
  });
});
