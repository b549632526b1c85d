import { assert, asyncProperty, nat, oneof, tuple, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { fromBase64 } from "../../../main/base/bytes/base64.ts";
import { equalBytes } from "../../../main/base/bytes/bytes.ts";
import { isStationError } from "../../../main/base/errors/station-error.ts";
import { readAuthorityMaterial } from "../../../main/pki/custody/read-authority-material.ts";
import { describeCertificate } from "../../../main/pki/describe-certificate.ts";
import { readCertificateFile } from "../../../main/pki/pem.ts";
import { checkCertificateRequest } from "../../../main/pki/requests/check-certificate-request.ts";
import { judgeEndorsementCertificate } from "../../../main/pki/validate/judge-endorsement-certificate.ts";
import { verifySignature } from "../../../main/pki/verify-signature.ts";
import { propertyRuns, propertyTimeoutMs } from "../../harness/hostile-inputs.ts";
import { deviceExtensions, testCertificate } from "../../harness/test-certificates.ts";

/** PKCS #10 of an EC P-256 key made by `openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -subj /CN=unit-1`. */
const request = fromBase64(
  "MIHKMHMCAQAwETEPMA0GA1UEAwwGdW5pdC0xMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEnVOkJNkCAQw4krLA+vIN9TBCfWBTGB4tVjHFHRXaDez2h2O7d7ao53KGohx+Uk8oaJvGNu/IIRpwUyYs1P8oQaAAMAoGCCqGSM49BAMCA0cAMEQCIEEIXSbrA+xYhmsKPpMu6ZRQ6qqoO/S3RY2+Rg2HWwYwAiAj6st/pcwUK3ibsLt7e/qu2ewuZzEOH1RH8i+MA6VSXw==",
);
/** Header and CertificationRequestInfo. */
const signedLength = 120;

const bytes = oneof(
  uint8Array({ maxLength: 400 }),
  // Something that begins like DER reaches further in.
  uint8Array({ maxLength: 120 }).map((content) => Uint8Array.from([0x30, content.length, ...content])),
);
const changed = (sound: Uint8Array) =>
  tuple(nat(sound.length - 1), uint8Array({ minLength: 1, maxLength: 6 })).map(([offset, patch]) => {
    const copy = Uint8Array.from(sound);
    copy.set(patch.slice(0, copy.length - offset), offset);
    return copy;
  });

async function onlyStationErrors(task: () => unknown): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (!isStationError(error)) throw error;
  }
}

describe("bytes from outside", { timeout: propertyTimeoutMs }, () => {
  it("never make a parser fail with anything but a StationError", async () => {
    const check = asyncProperty(bytes, async (input) => {
      await onlyStationErrors(() => checkCertificateRequest(input, { commonName: "unit-1" }));
      await onlyStationErrors(() => describeCertificate(input));
      await onlyStationErrors(() => verifySignature(input, input, input));
      await onlyStationErrors(() => readCertificateFile(input));
      await onlyStationErrors(() => readAuthorityMaterial(input, "passphrase"));
      expect(judgeEndorsementCertificate(input, { roots: [], at: new Date(0) }).verdict).toBe("malformed");
    });
    await assert(check, { numRuns: propertyRuns(300) });
  });

  it("never let a changed certificate through as another error, or as sound", async () => {
    const { der } = await testCertificate({ name: "unit-1", extensions: deviceExtensions() });
    const check = asyncProperty(changed(der), async (input) => {
      await onlyStationErrors(() => describeCertificate(input));
      const judged = judgeEndorsementCertificate(input, { roots: [input], at: new Date() });
      expect(judged.verdict).not.toBe("verified");
    });
    await assert(check, { numRuns: propertyRuns(300) });
  });

  it("never let a request pass whose signed part was changed", async () => {
    await expect(checkCertificateRequest(request, { commonName: "unit-1" })).resolves.toMatchObject({
      algorithm: "ec-p256",
    });
    const check = asyncProperty(changed(request), async (input) => {
      // Only the wrapping of the signature can be written in another way; what it signs cannot.
      if (equalBytes(input.slice(0, signedLength), request.slice(0, signedLength))) return;
      const result = checkCertificateRequest(input, { commonName: "unit-1" });
      await expect(result).rejects.toSatisfy((error) => isStationError(error));
    });
    await assert(check, { numRuns: propertyRuns(300) });
  });
});
