import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../../../main/base/bytes/bytes.ts";
import { decodeSmpMap, encodeSmpMap } from "../../../../main/device/smp/smp-map.ts";
import { decodeSmpMessage, encodeSmpMessage } from "../../../../main/device/smp/smp-message.ts";
import { readOutcome } from "../../../../main/device/smp/smp-outcome.ts";

/** Made by an independent encoder and by a real device; the last is what a real Zephyr 2.5 answered. */
const vectors = [
  { hex: "0a00000900004200a161646568656c6c6f", header: [1, 2, 0, 0x42, 0], fields: { d: "hello" } },
  { hex: "0800000100000106a0", header: [1, 0, 0, 1, 6], fields: {} },
  { hex: "0800000f00030200a1646e616d656870726f762f75726c", header: [1, 0, 3, 2, 0], fields: { name: "prov/url" } },
] as const;

describe("SMP message", () => {
  it.each(vectors)("$hex both ways", ({ hex, header, fields }) => {
    const [version, operation, group, sequence, command] = header;
    const message = { version, operation, group, sequence, command, body: encodeSmpMap(fields) };
    expect(toHex(encodeSmpMessage(message))).toBe(hex);
    expect(decodeSmpMessage(fromHex(hex))).toEqual(message);
    expect(decodeSmpMap(message.body)).toEqual(fields);
  });

  it("reads a real version 1 answer with a map of indefinite length", () => {
    const message = decodeSmpMessage(fromHex("0300000a00000000bf61726568656c6c6fff"));
    expect(message).toMatchObject({ version: 0, operation: 3, group: 0, sequence: 0, command: 0 });
    expect(decodeSmpMap(message.body)).toEqual({ r: "hello" });
  });

  it.each([
    "",
    "0800000100000106",
    "0800000000000106a0",
    "4800000100000106a0",
    "0c00000100000106a0",
  ])("refuses %s", (hex) => {
    expect(() => decodeSmpMessage(fromHex(hex))).toThrow(/station\.malformed/);
  });
});

describe("SMP map", () => {
  it.each([
    ["an array", "80"],
    ["a number", "01"],
    ["nothing", ""],
    ["a cut map", "a16164"],
    ["bytes after the map", "a0a0"],
    ["a number for a key", "a10102"],
    ["a key twice", "a2616401616402"],
    ["a break in the place of a value", "bf6161ffff"],
    ["a number beyond 2^53", "a161641bffffffffffffffff"],
    ["a byte string longer than the message", "a161645affffffff00"],
    ["nesting without end", `a16164${"81".repeat(60_000)}80`],
    ["an unknown tag", "a16164c001"],
  ])("refuses %s", (_, hex) => {
    expect(() => decodeSmpMap(fromHex(hex))).toThrow(/station\.malformed/);
  });

  it("gives a key named __proto__ no power", () => {
    const fields = decodeSmpMap(fromHex("a1695f5f70726f746f5f5fa1616101"));
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
    expect(fields["a"]).toBeUndefined();
  });

  it("leaves out what is undefined", () => {
    expect(toHex(encodeSmpMap({ a: undefined }))).toBe("a0");
  });

  it("throws nothing but malformed for arbitrary bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        for (const body of [bytes, Uint8Array.of(0xbf, 0x61, 0x61, ...bytes, 0xff)]) {
          try {
            decodeSmpMap(body);
          } catch (error) {
            expect(error).toMatchObject({ code: "station.malformed" });
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("SMP outcome", () => {
  const message = decodeSmpMessage(fromHex("0100000142000000a0"));
  it.each([
    [{}, { ok: true }],
    [{ rc: 0, off: 3 }, { ok: true }],
    [{ err: { group: 7, rc: 0 } }, { ok: true }],
    [{ rc: 8 }, { ok: false, code: 8 }],
    [{ err: { group: 7, rc: 2 } }, { ok: false, group: 7, code: 2 }],
    [{ rc: 258 }, { ok: false, group: 0x4200, code: 2 }],
  ])("%j", (fields, expected) => {
    const { fields: carried, ...outcome } = readOutcome(message, fields);
    expect(carried).toBe(fields);
    expect(outcome).toEqual(expected);
  });

  it("refuses a code that is no number", () => {
    expect(() => readOutcome(message, { rc: "8" })).toThrow();
  });
});
