import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { concatBytes } from "../../../main/base/bytes/bytes.ts";
import { createPilotAuthority } from "../../../main/pki/custody/file-authority.ts";
import { readCertificateFile } from "../../../main/pki/pem.ts";
import { openTrustStore } from "../../../main/pki/trust/trust-store.ts";
import { judgeEndorsementCertificate } from "../../../main/pki/validate/judge-endorsement-certificate.ts";
import { hasSwtpmSetup, makeSwtpmCertificates, type SwtpmCertificates } from "../../harness/swtpm-certificates.ts";

describe.skipIf(!hasSwtpmSetup)("an endorsement certificate made by swtpm_setup", () => {
  let folder = "";
  let swtpm: SwtpmCertificates;
  let rsa: Uint8Array;
  let roots: readonly Uint8Array[];
  let intermediates: readonly Uint8Array[];
  let now = new Date();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "touchmark-ek-"));
    swtpm = await makeSwtpmCertificates(folder);
    rsa = swtpm.endorsement[0] ?? new Uint8Array();
    roots = readCertificateFile(swtpm.root);
    intermediates = readCertificateFile(swtpm.issuer);
    now = new Date();
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([0, 1])("is verified with its root trusted and its issuer at hand (%i: RSA, EC)", (index) => {
    const der = swtpm.endorsement[index] ?? new Uint8Array();
    const judged = judgeEndorsementCertificate(der, { roots, intermediates, at: now });
    expect(judged.verdict).toBe("verified");
    expect(judged.detail).toBe("CN=unknown < CN=swtpm-localca < CN=swtpm-localca-rootca");
  });

  it("is verified from the trust store alone, holding root and issuer", async () => {
    const trust = openTrustStore(join(folder, "trust"));
    await trust.add(concatBytes(swtpm.root, swtpm.issuer));
    const judged = judgeEndorsementCertificate(rsa, { roots: await trust.roots(), at: now });
    expect(judged.verdict).toBe("verified");
  });

  it.each([0x00, 0xff])("is verified with NV padding of %i behind it", (padding) => {
    const padded = concatBytes(rsa, new Uint8Array(600).fill(padding));
    expect(judgeEndorsementCertificate(padded, { roots, intermediates, at: now }).verdict).toBe("verified");
  });

  it("is issuer-unknown with nothing trusted, with the issuer only offered, or the issuer missing", () => {
    expect(judgeEndorsementCertificate(rsa, { roots: [], at: now }).verdict).toBe("issuer-unknown");
    const offered = { roots: [], intermediates: [...intermediates, ...roots], at: now };
    expect(judgeEndorsementCertificate(rsa, offered).verdict).toBe("issuer-unknown");
    expect(judgeEndorsementCertificate(rsa, { roots, at: now }).verdict).toBe("issuer-unknown");
  });

  it("is issuer-unknown with a foreign authority of the same names", async () => {
    const other = await makeSwtpmCertificates(join(folder, "other"));
    const foreign = {
      roots: readCertificateFile(other.root),
      intermediates: readCertificateFile(other.issuer),
      at: now,
    };
    expect(judgeEndorsementCertificate(rsa, foreign).verdict).toBe("issuer-unknown");
  });

  it("is issuer-unknown with its signature damaged", () => {
    const forged = Uint8Array.from(rsa);
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    expect(judgeEndorsementCertificate(forged, { roots, intermediates, at: now }).verdict).toBe("issuer-unknown");
  });

  it("is expired before it begins", () => {
    const early = { roots, intermediates, at: new Date("2020-01-01T00:00:00Z") };
    expect(judgeEndorsementCertificate(rsa, early)).toMatchObject({
      verdict: "expired",
      detail: expect.stringMatching(/^CN=unknown is valid from .* to 9999-12-31T23:59:59\.000Z$/),
    });
  });

  it("is malformed when cut off, empty or noise", () => {
    for (const bytes of [rsa.slice(0, 500), new Uint8Array(), new Uint8Array(1024), new Uint8Array(1024).fill(0xff)]) {
      expect(judgeEndorsementCertificate(bytes, { roots, intermediates, at: now }).verdict).toBe("malformed");
    }
  });

  it("is not-an-ek when it is some other certificate", async () => {
    const pilot = await createPilotAuthority({ folder: join(folder, "ca-2"), name: "pilot", passphrase: "p" });
    const publicKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({
      type: "spki",
      format: "der",
    });
    const order = { publicKey, commonName: "unit-1", validityDays: 1, subject: {} };
    const { certificate } = await pilot.issueDeviceCertificate(order);
    expect(judgeEndorsementCertificate(certificate, { roots: pilot.chain, at: now }).verdict).toBe("not-an-ek");
    expect(judgeEndorsementCertificate(pilot.chain[0] ?? rsa, { roots: pilot.chain, at: now }).verdict).toBe(
      "not-an-ek",
    );
  });
});
