import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { utf8 } from "../../../../main/base/bytes/bytes.ts";
import { checkCertificateRequest } from "../../../../main/pki/requests/check-certificate-request.ts";
import { verifySignature } from "../../../../main/pki/verify-signature.ts";
import { VirtualTpm } from "../../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { TpmDeviceKeys } from "../../../../main/workflow/keys/tpm-device-keys.ts";

const make = () => new VirtualTpm({ seed: randomBytes(32), endorsementCertificate: "none" });
const place = (algorithm: "ec-p256" | "rsa-2048") =>
  ({ handle: 0x81000101, algorithm, persistStorageRootKey: false }) as const;

describe.each(["ec-p256", "rsa-2048"] as const)("a key in the TPM, %s", (algorithm) => {
  it("serves as a device's own: made, certified, proven", async () => {
    const channel = make();
    const keys = new TpmDeviceKeys(channel, place(algorithm));
    const publicKey = await keys.generate(algorithm);
    expect(await keys.generate(algorithm)).toEqual(publicKey);
    const request = await keys.certificateRequest("sn-1");
    expect(await checkCertificateRequest(request, { commonName: "sn-1", publicKey })).toMatchObject({ algorithm });
    const another = new TpmDeviceKeys(channel, place(algorithm));
    expect(await another.publicKey()).toEqual(publicKey);
    expect(verifySignature(publicKey, utf8("nonce"), await another.sign(utf8("nonce")))).toBe(true);
    expect(verifySignature(publicKey, utf8("other"), await another.sign(utf8("nonce")))).toBe(false);
  });

  it("is not there until it is made", async () => {
    const keys = new TpmDeviceKeys(make(), place(algorithm));
    for (const use of [keys.publicKey(), keys.certificateRequest("sn-1"), keys.sign(utf8("nonce"))]) {
      await expect(use).rejects.toMatchObject({ code: "device.no-key" });
    }
  });

  it("is on record with the TPM it is in", async () => {
    const keys = new TpmDeviceKeys(make(), place(algorithm));
    await keys.generate(algorithm);
    expect(await keys.describe()).toMatchObject({
      facts: { manufacturer: "TMRK", keyHandle: "0x81000101" },
      measurements: { keyHandle: "0x81000101", made: true, storageRootKey: "transient" },
    });
  });
});
