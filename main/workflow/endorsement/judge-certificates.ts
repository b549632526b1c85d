import {
  type EndorsementTrust,
  type EndorsementVerdict,
  judgeEndorsementCertificate,
} from "../../pki/validate/judge-endorsement-certificate.ts";
import type { CertificateKey } from "../../tpm/endorsement-key/find-certificate-key.ts";
import type { MatchedCertificate } from "../../tpm/endorsement-key/match-certificates.ts";

/** `malformed-but-readable`: DER that a strict reader refuses, for a key this TPM has. */
export type CertificateGrade = EndorsementVerdict | "does-not-match";

/** An EK certificate of a TPM, judged both by its key and by who signed it. */
export interface JudgedCertificate {
  /** `0x01c00002`. */
  readonly nvIndex: string;
  readonly grade: CertificateGrade;
  /** Good enough for a recipe that requires one. */
  readonly accepted: boolean;
  readonly detail: string;
  /** Whose key it holds, for people. */
  readonly key: string;
  /** It is for the endorsement key that DPS clients use, which is the one that is enrolled. */
  readonly isOwn: boolean;
  /** As it stands in NV, without padding. */
  readonly der: Uint8Array;
}

export function judgeCertificates(
  certificates: readonly MatchedCertificate[],
  trust: EndorsementTrust,
): readonly JudgedCertificate[] {
  return certificates.map(({ nvIndex, der, key }) => {
    const { verdict, accepted, detail } = judgeEndorsementCertificate(der, trust);
    const common = { nvIndex: hexOf(nvIndex), key: keyText(key), isOwn: key.of === "endorsement-key", der };
    if (key.of !== "no-key") return { ...common, grade: verdict, accepted, detail };
    const grade = verdict === "malformed" ? verdict : "does-not-match";
    const why = `its key is none of this TPM's: compared with ${key.tried}; ${detail}`;
    return { ...common, grade, accepted: false, detail: why };
  });
}

export interface CertificateSummary {
  /** Of the best certificate for the enrolled key, or why there is none. */
  readonly verdict: CertificateGrade | "no-certificate";
  readonly own: JudgedCertificate | undefined;
}

export function summariseCertificates(certificates: readonly JudgedCertificate[]): CertificateSummary {
  const owned = certificates.filter(({ isOwn }) => isOwn);
  const own = owned.find(({ accepted }) => accepted) ?? owned[0];
  if (own !== undefined) return { verdict: own.grade, own };
  return { verdict: certificates.length === 0 ? "no-certificate" : "does-not-match", own };
}

const hexOf = (handle: number): string => `0x${handle.toString(16).padStart(8, "0")}`;

function keyText(key: CertificateKey): string {
  switch (key.of) {
    case "endorsement-key":
      return "the endorsement key that DPS clients use";
    case "persistent-key":
      return `the key at ${hexOf(key.handle)}`;
    case "derived-key":
      return `the key of template ${key.template}, derived`;
    case "no-key":
      return "no key of this TPM";
  }
}
