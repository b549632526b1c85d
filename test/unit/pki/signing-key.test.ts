import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPilotAuthority } from "../../../main/pki/custody/create-pilot-authority.ts";
import { createSigningKey, openSigningKey, type SigningKeyInUse } from "../../../main/pki/custody/signing-key-file.ts";
import { readCertificate } from "../../../main/pki/certificate/read-certificate.ts";
import { checkSignerChain } from "../../../main/pki/validate/check-signer-chain.ts";
import { verifySignature } from "../../../main/pki/verify-signature.ts";

const issuerPassphrase = "issuer pass";
const passphrase = "signer pass";
const at = new Date();

describe("a key that signs documents", () => {
  let folder = "";
  let signer: SigningKeyInUse;
  let device: readonly Uint8Array[];
  let rootOfAnother: readonly Uint8Array[];
  const place = () => ({ folder: join(folder, "signers"), name: "signer-1", passphrase });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "touchmark-signer-"));
    const issuer = { folder: join(folder, "authorities"), name: "line", passphrase: issuerPassphrase };
    const authority = await createPilotAuthority(issuer);
    rootOfAnother = (await createPilotAuthority({ ...issuer, name: "other" })).chain;
    signer = await createSigningKey({
      ...place(),
      commonName: "Line 3 manifest signer",
      validityDays: 30,
      issuer: authority,
    });
    const publicKey = new Uint8Array(
      readCertificate(signer.chain[0]!).system.publicKey.export({ type: "spki", format: "der" }),
    );
    device = (await authority.issueDeviceCertificate({ publicKey, commonName: "unit", validityDays: 9, subject: {} }))
      .chain;
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("signs what its certificate verifies, when made and when opened again", async () => {
    const message = Buffer.from("header");
    const key = new Uint8Array(
      readCertificate(signer.chain[0]!).system.publicKey.export({ type: "spki", format: "der" }),
    );
    for (const one of [signer, await openSigningKey(place())]) {
      expect(verifySignature(key, message, await one.sign(message, "der"))).toBe(true);
      expect(await one.sign(message, "raw")).toHaveLength(64);
      expect(Buffer.from(one.keyIdentifier).toString("hex")).toBe(readCertificate(one.chain[0]!).subjectKeyIdentifier);
    }
  });

  it("lies encrypted, and opens with its passphrase alone", async () => {
    expect(await readFile(join(folder, "signers/signer-1/key.pem"), "utf8")).toMatch(
      /^-----BEGIN ENCRYPTED PRIVATE KEY/,
    );
    await expect(openSigningKey({ ...place(), passphrase: "x" })).rejects.toMatchObject({ code: "pki.passphrase" });
    const late = { now: () => new Date(Date.now() + 31 * 86_400_000), monotonicMs: () => 0 };
    await expect(openSigningKey({ ...place(), clock: late })).rejects.toMatchObject({ code: "pki.expired" });
  });

  it("has a chain that holds, alone and by any certificate of it that is trusted", () => {
    checkSignerChain(signer.chain, { trusted: [], at });
    for (const trusted of signer.chain) checkSignerChain(signer.chain, { trusted: [trusted], at });
    checkSignerChain(signer.chain.slice(0, 2), { trusted: signer.chain.slice(2), at });
  });

  it.each([
    ["another root", () => checkSignerChain(signer.chain, { trusted: rootOfAnother, at }), "pki.bad-chain"],
    ["a device certificate", () => checkSignerChain(device, { trusted: [], at }), "pki.bad-profile"],
    ["a gap", () => checkSignerChain(signer.chain.toSpliced(1, 1), { trusted: [], at }), "pki.bad-chain"],
    ["a CA itself", () => checkSignerChain(signer.chain.slice(1), { trusted: [], at }), "pki.bad-profile"],
    ["another day", () => checkSignerChain(signer.chain, { trusted: [], at: new Date(0) }), "pki.expired"],
    ["nothing", () => checkSignerChain([], { trusted: [], at }), "pki.bad-chain"],
  ])("is refused for %s", (_, check, code) => {
    expect(check).toThrow(expect.objectContaining({ code }) as Error);
  });
});
