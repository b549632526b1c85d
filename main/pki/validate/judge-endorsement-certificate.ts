import { isStationError } from "../../base/errors/station-error.ts";
import { derSequenceLength } from "../certificate/der-length.ts";
import { isIssuedBy, mayIssue, type ReadCertificate, readCertificate } from "../certificate/read-certificate.ts";

export type EndorsementVerdict = "verified" | "issuer-unknown" | "expired" | "malformed" | "not-an-ek";

export interface EndorsementJudgement {
  readonly verdict: EndorsementVerdict;
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
const mostIntermediates = 5;
const mostStored = 24_576;

/**
 * Judges an endorsement certificate as read from a TPM's NV index, where padding may follow the DER. Says nothing of
 * the key in it: whether that is the TPM's own is for `tpm/` to tell.
 */
export function judgeEndorsementCertificate(stored: Uint8Array, trust: EndorsementTrust): EndorsementJudgement {
  const leaf = readStored(stored);
  if (typeof leaf === "string") return { verdict: "malformed", detail: leaf };
  const fault = purposeFault(leaf);
  if (fault !== undefined) return { verdict: "not-an-ek", detail: fault };
  const anchors = readAll(trust.roots).filter((root) => mayIssue(root));
  const between = readAll(trust.intermediates ?? []).filter((certificate) => mayIssue(certificate));
  const paths = pathsFrom([leaf], anchors, between);
  const [first] = paths;
  if (first === undefined) {
    return {
      verdict: "issuer-unknown",
      detail: `no trusted certificate leads to issuer ${oneLine(leaf.system.issuer)}`,
    };
  }
  const current = paths.find((path) => outOfDate(path, trust.at) === undefined);
  if (current === undefined) return { verdict: "expired", detail: outOfDate(first, trust.at) ?? "" };
  return {
    verdict: "verified",
    detail: current.map(({ system }) => oneLine(system.subject) || "(no name)").join(" < "),
  };
}

function readStored(stored: Uint8Array): ReadCertificate | string {
  try {
    if (stored.length > mostStored) return `${stored.length} bytes, more than a TPM stores`;
    return readCertificate(stored.slice(0, derSequenceLength(stored)));
  } catch (error) {
    if (isStationError(error)) return error.detail;
    throw error;
  }
}

function purposeFault(leaf: ReadCertificate): string | undefined {
  if (leaf.basicConstraints?.ca === true) return "a CA certificate";
  if (leaf.extendedKeyUsage?.includes(endorsementKeyPurpose) !== true) {
    return `extended key usage ${leaf.extendedKeyUsage?.join(", ") ?? "(none)"}, not ${endorsementKeyPurpose}`;
  }
  const unknown = leaf.unknownCritical;
  return unknown.length > 0 ? `critical extension ${unknown.join(", ")}` : undefined;
}

/** A certificate in the store that cannot be read vouches for nothing. */
function readAll(certificates: readonly Uint8Array[]): readonly ReadCertificate[] {
  return certificates.flatMap((der) => {
    const read = readStored(der);
    return typeof read === "string" ? [] : [read];
  });
}

/** All ways up from the last of `path` to a trusted certificate, the shortest first at each level. */
function pathsFrom(
  path: readonly ReadCertificate[],
  anchors: readonly ReadCertificate[],
  between: readonly ReadCertificate[],
): readonly (readonly ReadCertificate[])[] {
  const subject = path.at(-1);
  if (subject === undefined || path.length > mostIntermediates + 1) return [];
  const fits = (issuer: ReadCertificate): boolean =>
    allowsBelow(issuer, path.length - 1) && isIssuedBy(subject, issuer);
  const direct = anchors.filter(fits).map((anchor) => [...path, anchor]);
  const unused = between.filter((candidate) => !path.includes(candidate));
  return [...direct, ...unused.filter(fits).flatMap((next) => pathsFrom([...path, next], anchors, unused))];
}

const allowsBelow = (issuer: ReadCertificate, count: number): boolean =>
  (issuer.basicConstraints?.pathLength ?? count) >= count && issuer.unknownCritical.length === 0;

function outOfDate(path: readonly ReadCertificate[], at: Date): string | undefined {
  const late = path.find(({ system }) => at < system.validFromDate || at > system.validToDate);
  if (late === undefined) return undefined;
  const { subject, validFromDate, validToDate } = late.system;
  return `${oneLine(subject)} is valid from ${validFromDate.toISOString()} to ${validToDate.toISOString()}`;
}

const oneLine = (name: string | undefined): string => (name ?? "").split("\n").join(", ");
