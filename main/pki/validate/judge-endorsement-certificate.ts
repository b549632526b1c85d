import { isStationError } from "../../base/errors/station-error.ts";
import { trimmedCertificate } from "../certificate/der-length.ts";
import { type ReadCertificate, readCertificate } from "../certificate/read-certificate.ts";
import { knownExtensions } from "../certificate/read-extensions.ts";
import { type ToleratedCertificate, tolerateCertificate } from "../certificate/tolerate-certificate.ts";
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
  /** For the engineer and the record. */
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
  const issuers = readIssuers(trust.roots, trust.intermediates ?? []);
  const leaf = readStored(stored);
  if (typeof leaf !== "string") return judgeRead(leaf, issuers, trust.at);
  const tolerated = tolerateStored(stored);
  if (tolerated === undefined) return { verdict: "malformed", accepted: false, detail: leaf };
  return judgeTolerated(tolerated, { fault: leaf, issuers, at: trust.at });
}

function judgeRead(leaf: ReadCertificate, issuers: Issuers, at: Date): EndorsementJudgement {
  const fault = purposeFault({
    ca: leaf.basicConstraints?.ca === true,
    extendedKeyUsage: leaf.extendedKeyUsage ?? [],
    unknownCritical: leaf.unknownCritical,
  });
  if (fault !== undefined) return { verdict: "not-an-ek", accepted: false, detail: fault };
  const paths = pathsFrom([leaf], issuers);
  const [first] = paths;
  if (first === undefined) {
    const detail = `no trusted certificate leads to issuer ${oneLine(leaf.system.issuer)}`;
    return { verdict: "issuer-unknown", accepted: false, detail };
  }
  const current = paths.find((path) => outOfDate(path, at) === undefined);
  if (current === undefined) return { verdict: "expired", accepted: false, detail: outOfDate(first, at) ?? "" };
  const names = current.map(({ system }) => oneLine(system.subject) || "(no name)");
  return { verdict: "verified", accepted: true, detail: names.join(" < ") };
}

interface Toleration {
  /** What the strict reader says. */
  readonly fault: string;
  readonly issuers: Issuers;
  readonly at: Date;
}

function judgeTolerated(leaf: ToleratedCertificate, { fault, issuers, at }: Toleration): EndorsementJudgement {
  const unknownCritical = leaf.critical.filter((id) => !knownExtensions.has(id));
  const wrongPurpose = purposeFault({ ...leaf, unknownCritical });
  if (wrongPurpose !== undefined) return { verdict: "not-an-ek", accepted: false, detail: wrongPurpose };
  const { accepted, detail } = judgeToleratedCertificate(leaf, issuers, at);
  const faults = leaf.faults.length === 0 ? fault : leaf.faults.join(", ");
  return {
    verdict: "malformed-but-readable",
    accepted: accepted && leaf.faults.length > 0,
    detail: `${faults}; ${detail}`,
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

function purposeFault({ ca, extendedKeyUsage, unknownCritical }: Purpose): string | undefined {
  if (ca) return "a CA certificate";
  if (!extendedKeyUsage.includes(endorsementKeyPurpose)) {
    return `extended key usage ${extendedKeyUsage.join(", ") || "(none)"}, not ${endorsementKeyPurpose}`;
  }
  return unknownCritical.length > 0 ? `critical extension ${unknownCritical.join(", ")}` : undefined;
}
