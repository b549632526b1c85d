import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readAuthorityMaterial } from "../../../main/pki/custody/read-authority-material.ts";

/**
 * One in some 700 that `openssl pkcs12 -export -passout pass:süß` makes: opened with the passphrase in the form of the seal its contents end
 * in what could be padding, though they are noise.
 */
const file = readFileSync(join(import.meta.dirname, "../../fixtures/pki/wrong-form-looks-decrypted.p12"));

it("opens a file whose contents, opened with the other form of the passphrase, look decrypted", () => {
  const { certificates, privateKey } = readAuthorityMaterial(file, "süß");
  expect(certificates).toHaveLength(1);
  expect(privateKey.asymmetricKeyType).toBe("ec");
});

it.each(["suess", "", "sü"])("says pki.passphrase for %j", (passphrase) => {
  expect(() => readAuthorityMaterial(file, passphrase)).toThrow(expect.objectContaining({ code: "pki.passphrase" }));
});
