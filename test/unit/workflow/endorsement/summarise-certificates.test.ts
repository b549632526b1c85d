import { describe, expect, it } from "vitest";
import { remarkOnKey } from "../../../../main/workflow/endorsement/certificate-remarks.ts";
import {
  type CertificateGrade,
  type JudgedCertificate,
  summariseCertificates,
} from "../../../../main/workflow/endorsement/judge-certificates.ts";
import type { CertificateKey } from "../../../../main/tpm/endorsement-key/find-certificate-key.ts";

const judged = (nvIndex: string, key: CertificateKey, grade: CertificateGrade = "verified"): JudgedCertificate => ({
  nvIndex,
  grade,
  accepted: grade === "verified",
  reasons: [],
  detail: "",
  keySaid: remarkOnKey(key),
  key: remarkOnKey(key).english,
  isOwn: key.of === "endorsement-key",
  der: new Uint8Array(),
});

const own = judged("0x01c00002", { of: "endorsement-key" });
const p384 = judged("0x01c00016", { of: "derived-key", template: "H-3" });
const p256Kept = judged("0x01c0000a", { of: "persistent-key", handle: 0x81010002 });
const rsaOfTemplate = judged("0x01c00002", { of: "derived-key", template: "L-1" });
const foreign = judged(
  "0x01c00014",
  { of: "no-key", compared: { with: "derived-key", template: "H-2" } },
  "does-not-match",
);

describe("all certificates of a TPM together", () => {
  it.each([
    ["no-certificate", "none", []],
    ["verified", "the enrolled key's, beside one of another kind", [p384, own]],
    ["no-certificate", "only those of its elliptic-curve keys", [p384, p256Kept]],
    ["does-not-match", "an RSA key's that is not the enrolled one", [p384, rsaOfTemplate]],
    ["does-not-match", "another chip's", [p384, foreign]],
  ])("say %s of %s", (verdict, _what, certificates) => {
    expect(summariseCertificates(certificates).verdict).toBe(verdict);
  });
});
