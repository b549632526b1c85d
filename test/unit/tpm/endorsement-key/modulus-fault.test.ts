import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { modulusFault } from "../../../../main/tpm/endorsement-key/modulus-fault.ts";
import { publishedEndorsementKey } from "../published-endorsement-key.ts";

const modulus = publishedEndorsementKey.publicArea.slice(60);

function freshModulus(): Uint8Array {
  const { n = "" } = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "jwk" });
  return new Uint8Array(Buffer.from(n, "base64url"));
}

describe("modulusFault", () => {
  it("finds nothing in real keys", () => {
    expect(modulusFault(modulus)).toBeUndefined();
    for (let count = 0; count < 8; count += 1) expect(modulusFault(freshModulus())).toBeUndefined();
  });

  it.each([
    ["all 0xFF", new Uint8Array(256).fill(0xff), /repeats/],
    ["a padded end", modulus.map((byte, index) => (index > 200 && index < 255 ? 0 : byte)), /repeats/],
    ["counting bytes", Uint8Array.from({ length: 256 }, (_each, index) => (index + 0x80) & 0xff), /counts/],
    [
      "a text over and over",
      new Uint8Array(Buffer.from("\u00e9TESTKEY".repeat(40), "latin1")).slice(0, 256).with(255, 1),
      /different bytes/,
    ],
    ["a short key", modulus.with(0, 1), /fewer/],
    ["an even number", modulus.with(255, 0), /even/],
  ])("refuses %s", (_what, bytes, fault) => {
    expect(modulusFault(bytes)).toMatch(fault);
  });

  it("notices most damaged bytes", () => {
    const damaged = Array.from({ length: 255 }, (_each, index) => modulus.with(index, (modulus[index] ?? 0) ^ 0x10));
    expect(damaged.filter((bytes) => modulusFault(bytes) !== undefined).length).toBeGreaterThan(150);
  });
});
