import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CertificateAuthority, IssuedCertificate } from "../../../main/pki/authority/certificate-authority.ts";
import { exportAuthorityChain } from "../../../main/pki/authority/export-authority-chain.ts";
import { createPilotAuthority } from "../../../main/pki/custody/file-authority.ts";
import { describeCertificate } from "../../../main/pki/describe-certificate.ts";
import { keyAlgorithms } from "../../../main/pki/keys/generate-key.ts";
import { derToPem } from "../../../main/pki/pem.ts";
import { checkDeviceChain } from "../../../main/pki/validate/check-device-chain.ts";
import { verifySignature } from "../../../main/pki/verify-signature.ts";
import { hasOpenssl, openssl, opensslMust } from "../../harness/openssl.ts";

const passphrase = "correct horse — süß";
const keys = {
  "ec-p256": generateKeyPairSync("ec", { namedCurve: "P-256" }),
  "ec-p384": generateKeyPairSync("ec", { namedCurve: "P-384" }),
  "rsa-2048": generateKeyPairSync("rsa", { modulusLength: 2048 }),
  "rsa-3072": generateKeyPairSync("rsa", { modulusLength: 3072 }),
};
const spkiOf = (name: keyof typeof keys): Uint8Array => keys[name].publicKey.export({ type: "spki", format: "der" });

describe.skipIf(!hasOpenssl)("a chain issued by a pilot authority, judged by OpenSSL", () => {
  let folder = "";
  let authority: CertificateAuthority;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "touchmark-pki-"));
    authority = await createPilotAuthority({ folder, name: "line-ca", passphrase });
  });
  afterAll(() => rm(folder, { recursive: true }));

  const issue = (key: keyof typeof keys): Promise<IssuedCertificate> =>
    authority.issueDeviceCertificate({
      publicKey: spkiOf(key),
      commonName: "gw200:0000.0001_a-b",
      validityDays: 3650,
      subject: { O: "Wörks, Ltd.", OU: "Line 1" },
    });
  const save = async (name: string, content: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  const root = (): Uint8Array => authority.chain.at(-1) ?? new Uint8Array();

  it.each(keyAlgorithms)("passes openssl verify -purpose sslclient with an %s key", async (key) => {
    const { certificate, chain } = await issue(key);
    const rootPath = await save("root.pem", derToPem(root()));
    const untrusted = await save(
      "untrusted.pem",
      chain
        .slice(1)
        .map((der) => derToPem(der))
        .join(""),
    );
    const leaf = await save("leaf.pem", derToPem(certificate));
    const verify = [
      "verify",
      "-x509_strict",
      "-purpose",
      "sslclient",
      "-CAfile",
      rootPath,
      "-untrusted",
      untrusted,
      leaf,
    ];
    expect(opensslMust(verify).text).toContain("leaf.pem: OK");
    expect(openssl(verify.with(3, "sslserver")).ok).toBe(false);
  });

  it("shows the device profile", async () => {
    const { certificate } = await issue("ec-p256");
    const text = opensslMust(
      ["x509", "-inform", "der", "-noout", "-text", "-nameopt", "utf8,sep_comma_plus"],
      certificate,
    ).text;
    expect(text).toContain("Subject: O=Wörks, Ltd.,OU=Line 1,CN=gw200:0000.0001_a-b");
    expect(text).toContain("Issuer: CN=line-ca PILOT Line CA");
    expect(text).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature\n/);
    expect(text).toMatch(/Extended Key Usage: \n?\s+TLS Web Client Authentication\n/);
    expect(text).toContain("Subject Key Identifier");
    expect(text).toContain("Authority Key Identifier");
    expect(text).toContain("ecdsa-with-SHA256");
  });

  it("adds key encipherment for RSA", async () => {
    const { certificate } = await issue("rsa-2048");
    const { text } = opensslMust(["x509", "-inform", "der", "-noout", "-text"], certificate);
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature, Key Encipherment\n/);
  });

  it("gives every certificate its own positive number of 64 bits or more", async () => {
    const numbers = await Promise.all(Array.from({ length: 20 }, async () => (await issue("ec-p256")).serialNumber));
    expect(new Set(numbers).size).toBe(20);
    for (const number of numbers) expect(number).toMatch(/^[4-7][0-9a-f]{31}$/);
  });

  it("takes the number the caller wrote down first", async () => {
    const serialNumber = "00f123456789abcdef01";
    const { certificate, serialNumber: made } = await authority.issueDeviceCertificate({
      publicKey: spkiOf("ec-p256"),
      commonName: "unit-1",
      validityDays: 1,
      subject: {},
      serialNumber,
    });
    expect(made).toBe("f123456789abcdef01");
    const { text } = opensslMust(["x509", "-inform", "der", "-noout", "-serial"], certificate);
    expect(text.trim()).toBe("serial=F123456789ABCDEF01");
  });

  it("is in force a few minutes before now and ends with the order or the issuer", async () => {
    const { notBefore, notAfter, certificate } = await issue("ec-p256");
    expect(Date.now() - notBefore.getTime()).toBeGreaterThan(4 * 60_000);
    expect(Math.abs(notAfter.getTime() - Date.now() - 3650 * 86_400_000)).toBeLessThan(60_000);
    expect(describeCertificate(certificate).notAfter).toBe(notAfter.toISOString());
    const endless = await authority.issueDeviceCertificate({
      publicKey: spkiOf("ec-p256"),
      commonName: "unit-2",
      validityDays: 36_500,
      subject: {},
    });
    expect(endless.notAfter.toISOString()).toBe(describeCertificate(authority.chain[0] ?? root()).notAfter);
  });

  it("keeps the keys encrypted, in files only the owner may read", async () => {
    const place = join(folder, "line-ca");
    for (const name of await readdir(place)) {
      expect((await stat(join(place, name))).mode & 0o777).toBe(0o600);
    }
    const key = join(place, "key.pem");
    const shown = opensslMust(["asn1parse", "-in", key]).text;
    expect(shown).toContain(":PBKDF2");
    expect(shown).toContain(":hmacWithSHA256");
    expect(shown).toContain(":aes-256-cbc");
    expect(shown).toMatch(/INTEGER\s+:0927C0/);
    expect(opensslMust(["pkey", "-in", key, "-passin", `pass:${passphrase}`, "-noout", "-text"]).text).toContain(
      "prime256v1",
    );
    expect(openssl(["pkey", "-in", key, "-passin", "pass:wrong", "-noout"]).ok).toBe(false);
  });

  it("exports the chain as PEM, issuer first and root last", async () => {
    const path = await save("chain.pem", exportAuthorityChain(authority));
    const { text } = opensslMust(["crl2pkcs7", "-nocrl", "-certfile", path]);
    const names = opensslMust(["pkcs7", "-print_certs", "-noout"], Buffer.from(text)).text;
    expect([...names.matchAll(/subject=CN = (.+)/g)].map(([, name]) => name)).toEqual([
      "line-ca PILOT Line CA",
      "line-ca PILOT Root CA",
    ]);
  });

  it.each(["ec-p256", "rsa-2048"] as const)("belongs to an %s key whose nonce signature verifies", async (key) => {
    const nonce = Buffer.from("a nonce of the station");
    const signature = sign("sha256", nonce, keys[key].privateKey);
    expect(verifySignature(spkiOf(key), nonce, signature)).toBe(true);
    expect(verifySignature(spkiOf(key), Buffer.from("another"), signature)).toBe(false);
    expect(verifySignature(spkiOf(key), nonce, signature.subarray(1))).toBe(false);
  });

  it("passes its own check when read back", async () => {
    const { chain } = await issue("ec-p256");
    const expected = {
      issuerChain: authority.chain,
      commonName: "gw200:0000.0001_a-b",
      publicKey: spkiOf("ec-p256"),
      at: new Date(),
    };
    expect(() => checkDeviceChain(chain, expected)).not.toThrow();
    expect(() => checkDeviceChain([...chain, root()], expected)).not.toThrow();
  });
});
