import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import {
  createPracticeVendor,
  loadPracticeVendor,
  type PracticeVendor,
} from "../../../../main/practice/vendor/practice-vendor.ts";

describe("the practice TPM vendor", () => {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  let vendor: PracticeVendor;
  let certificate: X509Certificate;

  beforeAll(async () => {
    vendor = await createPracticeVendor();
    certificate = new X509Certificate(await vendor.issueEndorsementCertificate(publicKey));
  });

  it("certifies the key it was given, down from its root", () => {
    const root = new X509Certificate(vendor.rootPem);
    const issuer = new X509Certificate(vendor.issuerDer);
    expect(certificate.verify(issuer.publicKey)).toBe(true);
    expect(issuer.verify(root.publicKey)).toBe(true);
    expect(certificate.checkIssued(issuer)).toBe(true);
    expect(certificate.publicKey.equals(publicKey)).toBe(true);
  });

  it("says it is an endorsement key and no authority", () => {
    expect(certificate.keyUsage).toEqual(["2.23.133.8.1"]);
    expect(certificate.ca).toBe(false);
  });

  it("marks every certificate as practice", () => {
    expect(certificate.issuer).toContain("PRACTICE");
    expect(new X509Certificate(vendor.rootPem).subject).toContain("PRACTICE");
    expect(certificate.subjectAltName).toContain("PRACTICE");
  });

  it("gives the same key the same bytes after it was saved and loaded", async () => {
    const loaded = await loadPracticeVendor(vendor.save());
    const again = await loaded.issueEndorsementCertificate(publicKey);
    expect(Buffer.from(again).equals(certificate.raw)).toBe(true);
    expect(loaded.rootPem).toBe(vendor.rootPem);
  });

  it("does not load what it did not save", async () => {
    await expect(loadPracticeVendor(`{"root":"x"}`)).rejects.toThrow();
  });
});
