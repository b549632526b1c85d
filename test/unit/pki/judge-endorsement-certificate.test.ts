import { beforeAll, describe, expect, it } from "vitest";
import { judgeEndorsementCertificate } from "../../../main/pki/validate/judge-endorsement-certificate.ts";
import {
  caExtensions,
  endorsementExtensions,
  strangeExtension,
  type TestCertificate,
  testCertificate,
} from "../../harness/test-certificates.ts";

const at = new Date("2030-01-01T00:00:00Z");
const past = new Date("2025-01-01T00:00:00Z");

describe("judgeEndorsementCertificate", () => {
  let root: TestCertificate;
  let middle: TestCertificate;
  let leaf: TestCertificate;
  beforeAll(async () => {
    root = await testCertificate({ name: "vendor root", extensions: caExtensions() });
    middle = await testCertificate({ name: "vendor line", issuer: root, extensions: caExtensions() });
    leaf = await testCertificate({ name: "ek", issuer: middle, extensions: endorsementExtensions() });
  });
  const judge = (
    der: Uint8Array,
    intermediates: readonly TestCertificate[],
    roots: readonly TestCertificate[] = [root],
  ) =>
    judgeEndorsementCertificate(der, {
      roots: roots.map((certificate) => certificate.der),
      intermediates: intermediates.map((certificate) => certificate.der),
      at,
    });

  it("verifies a sound chain", () => {
    expect(judge(leaf.der, [middle]).verdict).toBe("verified");
  });

  it("takes a trusted intermediate as it is", () => {
    expect(judge(leaf.der, [], [middle]).verdict).toBe("verified");
  });

  it("says expired when the intermediate is, and verified when a current one of the same key is there too", async () => {
    const key = { publicKey: middle.publicKey, privateKey: middle.privateKey };
    const old = await testCertificate({
      name: "vendor line",
      issuer: root,
      extensions: caExtensions(),
      notAfter: past,
      key,
    });
    const judged = judge(leaf.der, [old]);
    expect(judged).toMatchObject({ verdict: "expired", detail: expect.stringContaining("vendor line") });
    expect(judge(leaf.der, [old, middle]).verdict).toBe("verified");
  });

  it("says expired when the leaf is", async () => {
    const old = await testCertificate({
      name: "ek",
      issuer: middle,
      extensions: endorsementExtensions(),
      notAfter: past,
    });
    expect(judge(old.der, [middle]).verdict).toBe("expired");
  });

  it("does not go through an intermediate that is no CA", async () => {
    const impostor = await testCertificate({ name: "impostor", issuer: root, extensions: endorsementExtensions() });
    const forged = await testCertificate({ name: "ek", issuer: impostor, extensions: endorsementExtensions() });
    expect(judge(forged.der, [impostor]).verdict).toBe("issuer-unknown");
  });

  it("does not go past a path length", async () => {
    const narrow = await testCertificate({ name: "narrow", extensions: caExtensions(0) });
    const below = await testCertificate({ name: "below", issuer: narrow, extensions: caExtensions() });
    const far = await testCertificate({ name: "ek", issuer: below, extensions: endorsementExtensions() });
    const near = await testCertificate({ name: "ek", issuer: narrow, extensions: endorsementExtensions() });
    expect(judge(far.der, [below], [narrow]).verdict).toBe("issuer-unknown");
    expect(judge(near.der, [], [narrow]).verdict).toBe("verified");
  });

  it("ends when intermediates certify one another", async () => {
    const a = await testCertificate({ name: "a", extensions: caExtensions() });
    const b = await testCertificate({ name: "b", issuer: a, extensions: caExtensions() });
    const aByB = await testCertificate({ name: "a", issuer: b, extensions: caExtensions(), key: a });
    const below = await testCertificate({ name: "ek", issuer: a, extensions: endorsementExtensions() });
    expect(judge(below.der, [a, b, aByB]).verdict).toBe("issuer-unknown");
  });

  it("says not-an-ek without the purpose, for a CA, and for a critical extension nobody knows", async () => {
    const plain = await testCertificate({ name: "ek", issuer: middle });
    const strange = await testCertificate({
      name: "ek",
      issuer: middle,
      extensions: [...endorsementExtensions(), strangeExtension()],
    });
    for (const der of [plain.der, middle.der, strange.der]) expect(judge(der, [middle]).verdict).toBe("not-an-ek");
  });

  it("passes over damaged certificates in the store", () => {
    const noise = { ...root, der: new Uint8Array(100).fill(0x30) };
    expect(judge(leaf.der, [middle], [noise, root]).verdict).toBe("verified");
  });
});
