import { isStationError } from "../../base/errors/station-error.ts";
import { inEnglish } from "../../base/remark.ts";
import { trimmedCertificate } from "../certificate/der-length.ts";
import { type ReadCertificate, readCertificate } from "../certificate/read-certificate.ts";
import { knownExtensions } from "../certificate/read-extensions.ts";
import { type ToleratedCertificate, tolerateCertificate } from "../certificate/tolerate-certificate.ts";
import { type EndorsementReason, endorsementReason } from "./endorsement-reason.ts";
import { type Issuers, oneLine, outOfDate, pathsFrom, readIssuers } from "./issuer-paths.ts";
import { judgeToleratedCertificate } from "./judge-tolerated-certificate.ts";

export type EndorsementVerdict =
  | "verified"
  | "issuer-unknown"
  | "expired"
  | "malformed-but-readable"
  | "malformed"
  | "not-an-ek";

export interface EndorsementJudgement {
  readonly verdict: EndorsementVerdict;
  /**
   * Good enough for a recipe that requires a certificate: verified, or malformed but signed by a trusted issuer, of the right purpose,
   * in force, and with no fault that leaves its meaning open.
   */
  readonly accepted: boolean;
  readonly reasons: readonly EndorsementReason[];
  /** The same in English. */
  readonly detail: string;
}

export interface EndorsementTrust {
  /** What the plant trusts, DER; an intermediate among them is trusted as it is. */
  readonly roots: readonly Uint8Array[];
  /** Certificates that may stand between and are not trusted by themselves, DER. */
  readonly intermediates?: readonly Uint8Array[] | undefined;
  readonly at: Date;
}

/** tcg-kp-EKCertificate (TCG EK Credential Profile 2.6 §3.5.10). */
const endorsementKeyPurpose = "2.23.133.8.1";
const mostStored = 24_576;

/**
 * Judges an endorsement certificate as read from a TPM's NV index, where padding may follow the DER. Says nothing of
 * the key in it: whether that is the TPM's own is for `tpm/` to tell.
 */
export function judgeEndorsementCertificate(stored: Uint8Array, trust: EndorsementTrust): EndorsementJudgement {
  const judged = judgeStored(stored, trust);
  return { ...judged, detail: inEnglish(judged.reasons) };
}

type Judged = Omit<EndorsementJudgement, "detail">;

function judgeStored(stored: Uint8Array, { roots, intermediates = [], at }: EndorsementTrust): Judged {
  const issuers = readIssuers(roots, intermediates);
  const leaf = readStored(stored);
  if (typeof leaf !== "string") return judgeRead(leaf, issuers, at);
  const tolerated = tolerateStored(stored);
  return tolerated === undefined
    ? refused("malformed", endorsementReason("malformed", leaf))
    : judgeTolerated(tolerated, { fault: leaf, issuers, at });
}

const refused = (verdict: EndorsementVerdict, reason: EndorsementReason): Judged => ({
  verdict,
  accepted: false,
  reasons: [reason],
});

function judgeRead(leaf: ReadCertificate, issuers: Issuers, at: Date): Judged {
  const fault = purposeFault({
    ca: leaf.basicConstraints?.ca === true,
    extendedKeyUsage: leaf.extendedKeyUsage ?? [],
    unknownCritical: leaf.unknownCritical,
  });
  if (fault !== undefined) return refused("not-an-ek", fault);
  const paths = pathsFrom([leaf], issuers);
  const [first] = paths;
  if (first === undefined)
    return refused("issuer-unknown", endorsementReason("no-issuer", oneLine(leaf.system.issuer)));
  const current = paths.find((path) => outOfDate(path, at).length === 0);
  if (current === undefined) return { verdict: "expired", accepted: false, reasons: outOfDate(first, at) };
  const names = current.map(({ system }) => oneLine(system.subject) || "(no name)");
  return { verdict: "verified", accepted: true, reasons: [endorsementReason("chain", ...names)] };
}

interface Toleration {
  /** What the strict reader says. */
  readonly fault: string;
  readonly issuers: Issuers;
  readonly at: Date;
}

function judgeTolerated(leaf: ToleratedCertificate, { fault, issuers, at }: Toleration): Judged {
  const unknownCritical = leaf.critical.filter((id) => !knownExtensions.has(id));
  const wrongPurpose = purposeFault({ ...leaf, unknownCritical });
  if (wrongPurpose !== undefined) return refused("not-an-ek", wrongPurpose);
  const { accepted, reasons } = judgeToleratedCertificate(leaf, issuers, at);
  const faults = leaf.faults.length === 0 ? [fault] : leaf.faults;
  return {
    verdict: "malformed-but-readable",
    accepted: accepted && leaf.faults.length > 0,
    reasons: [endorsementReason("malformed", ...faults), ...reasons],
  };
}

function readStored(stored: Uint8Array): ReadCertificate | string {
  try {
    if (stored.length > mostStored) return `${stored.length} bytes, more than a TPM stores`;
    return readCertificate(trimmedCertificate(stored));
  } catch (error) {
    if (isStationError(error)) return error.detail;
    throw error;
  }
}

function tolerateStored(stored: Uint8Array): ToleratedCertificate | undefined {
  try {
    return stored.length > mostStored ? undefined : tolerateCertificate(trimmedCertificate(stored));
  } catch (error) {
    if (isStationError(error)) return undefined;
    throw error;
  }
}

interface Purpose {
  readonly ca: boolean;
  readonly extendedKeyUsage: readonly string[];
  readonly unknownCritical: readonly string[];
}

function purposeFault({ ca, extendedKeyUsage, unknownCritical }: Purpose): EndorsementReason | undefined {
  if (ca) return endorsementReason("is-authority");
  if (extendedKeyUsage.length === 0) return endorsementReason("no-purpose", endorsementKeyPurpose);
  if (!extendedKeyUsage.includes(endorsementKeyPurpose))
    return endorsementReason("other-purpose", extendedKeyUsage.join(", "), endorsementKeyPurpose);
  return unknownCritical.length > 0 ? endorsementReason("critical-extension", unknownCritical.join(", ")) : undefined;
}
