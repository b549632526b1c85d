import { expect, it } from "vitest";
import { fromHex, toHex } from "../../../../main/base/bytes/bytes.ts";
import { deriveKey } from "../../../../main/practice/dps/blob/derive-key.ts";
import { nameOf } from "../../../../main/practice/dps/blob/rsa-public-area.ts";

it("gives the bits asked for, a prefix of the longer answer only for its own length", () => {
  const key = fromHex("000102030405060708090a0b0c0d0e0f");
  expect(deriveKey(key, "STORAGE", new Uint8Array(0), 128)).toHaveLength(16);
  expect(deriveKey(key, "STORAGE", new Uint8Array(0), 512)).toHaveLength(64);
  expect(
    toHex(deriveKey(key, "STORAGE", new Uint8Array(0), 512)).startsWith(
      toHex(deriveKey(key, "STORAGE", new Uint8Array(0), 256)),
    ),
  ).toBe(false);
});

it("names an object by its algorithm and digest", () => {
  expect(toHex(nameOf(new Uint8Array(0)))).toBe("000be3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});
