import {
  type EndorsementTrust,
  type EndorsementVerdict,
  judgeEndorsementCertificate,
} from "../../pki/validate/judge-endorsement-certificate.ts";
import { inEnglish, type Remark } from "../../base/remark.ts";
import { TPM_ALG } from "../../tpm/spec/tpm-alg.ts";
import { endorsementKeyTemplates } from "../../tpm/templates/endorsement-key-templates.ts";
import type { MatchedCertificate } from "../../tpm/endorsement-key/match-certificates.ts";
import { handleText, remarkOnKey, remarkOnMismatch } from "./certificate-remarks.ts";

/** `malformed-but-readable`: DER that a strict reader refuses, for a key this TPM has. */
export type CertificateGrade = EndorsementVerdict | "does-not-match";

/** An EK certificate of a TPM, judged both by its key and by who signed it. */
export interface JudgedCertificate {
  /** `0x01c00002`. */
  readonly nvIndex: string;
  readonly grade: CertificateGrade;
  /** Good enough for a recipe that requires one. */
  readonly accepted: boolean;
  /** Why it is graded so; `detail` in English. */
  readonly reasons: readonly Remark[];
  readonly detail: string;
  /** Whose key it holds; `key` in English. */
  readonly keySaid: Remark;
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
    const { verdict, accepted, reasons, detail } = judgeEndorsementCertificate(der, trust);
    const keySaid = remarkOnKey(key);
    const isOwn = key.of === "endorsement-key";
    const common = { nvIndex: handleText(nvIndex), keySaid, key: keySaid.english, isOwn, der };
    if (key.of !== "no-key") return { ...common, grade: verdict, accepted, reasons, detail };
    const grade = verdict === "malformed" ? verdict : "does-not-match";
    const why = [remarkOnMismatch(key.compared), ...reasons];
    return { ...common, grade, accepted: false, reasons: why, detail: inEnglish(why) };
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
  return { verdict: certificates.every(isOfOtherKind) ? "no-certificate" : "does-not-match", own };
}

/** For an elliptic-curve key that this TPM has: rightly there, and nothing to do with the RSA key that DPS clients use. */
const isOfOtherKind = ({ nvIndex, keySaid }: JudgedCertificate): boolean =>
  keySaid.says !== "no-key" && endorsementKeyTemplates.get(Number(nvIndex))?.template.type === TPM_ALG.ECC;
