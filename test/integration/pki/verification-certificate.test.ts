import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toPem } from "../../../main/base/bytes/pem.ts";
import { createPilotAuthority } from "../../../main/pki/custody/create-pilot-authority.ts";
import { verificationCertificate } from "../../../main/pki/custody/verification-certificate.ts";
import { hasOpenssl, openssl } from "../../harness/openssl.ts";

const code = "75F86466DA34D2B04C0C4C9557A119687ADAE7D4732BDDB3";
let folder: string;
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const pem = (der: Uint8Array | undefined): string => toPem("CERTIFICATE", der ?? new Uint8Array());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-proof-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("the proof that an authority's key is here", () => {
  it.skipIf(!hasOpenssl)(
    "is, for OpenSSL, a certificate of that code by that authority, and no authority itself",
    async () => {
      const authority = { folder, name: "line-ca", passphrase: "a passphrase" };
      const pilot = await createPilotAuthority(authority);
      const { chain } = pilot;
      const proof = file("proof.pem", pem(await verificationCertificate(pilot, code)));
      const [issuer, root] = [file("issuer.pem", pem(chain[0])), file("root.pem", pem(chain[1]))];
      const verified = openssl(["verify", "-x509_strict", "-CAfile", root, "-untrusted", issuer, proof]);
      expect(verified).toMatchObject({ ok: true });
      expect(openssl(["x509", "-in", proof, "-noout", "-subject"]).text.trim()).toMatch(
        new RegExp(`^subject=CN ?= ?${code}$`),
      );
      expect(openssl(["x509", "-in", proof, "-noout", "-ext", "basicConstraints"]).text).toContain("CA:FALSE");
      const strange = file("other.pem", pem((await createPilotAuthority({ ...authority, name: "other" })).chain[1]));
      expect(openssl(["verify", "-CAfile", strange, "-untrusted", issuer, proof]).ok).toBe(false);
    },
  );

  it("lasts a week, and takes only what can be a code", async () => {
    const authority = await createPilotAuthority({ folder, name: "line-ca", passphrase: "a passphrase" });
    const { validToDate } = new X509Certificate(await verificationCertificate(authority, code));
    expect(validToDate.getTime() - Date.now()).toBeLessThanOrEqual(7 * 86_400_000);
    for (const bad of ["", "a b", "CN=x,O=y", "x".repeat(65)]) {
      await expect(verificationCertificate(authority, bad)).rejects.toMatchObject({ code: "pki.bad-order" });
    }
  });
});
