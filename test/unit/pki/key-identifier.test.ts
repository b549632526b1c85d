import { generateKeyPairSync } from "node:crypto";
import "reflect-metadata";
import { SubjectKeyIdentifierExtension } from "@peculiar/x509";
import { describe, expect, it } from "vitest";
import { keyIdentifier } from "../../../main/pki/keys/key-identifier.ts";

const keys = {
  "ec-p256": generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey,
  "ec-p384": generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey,
  "rsa-2048": generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey,
};

describe("the key identifier", () => {
  it.each(Object.entries(keys))("of %s is the one @peculiar/x509 computes from the encoded key", async (_name, key) => {
    const spki = Uint8Array.from(key.export({ type: "spki", format: "der" }));
    const theirs = await SubjectKeyIdentifierExtension.create(spki);
    expect(keyIdentifier(spki)).toBe(theirs.keyId);
  });
});
