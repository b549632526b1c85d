import { isSignedBy } from "../certificate/is-signed-by.ts";
import type { ReadCertificate } from "../certificate/read-certificate.ts";
import type { ToleratedCertificate } from "../certificate/tolerate-certificate.ts";
import { type EndorsementReason, endorsementReason } from "./endorsement-reason.ts";
import { allowsBelow, type Issuers, oneLine, outOfDate, pathsFrom } from "./issuer-paths.ts";

export interface ToleratedJudgement {
  /** Signed by what leads to a trusted certificate, all of it in force. */
  readonly accepted: boolean;
  readonly reasons: readonly EndorsementReason[];
}

/** Judges who signed a certificate that only the tolerant reader can read: its bytes are what counts, not how they are encoded. */
export function judgeToleratedCertificate(leaf: ToleratedCertificate, issuers: Issuers, at: Date): ToleratedJudgement {
  const paths = pathsAbove(leaf, issuers);
  const [first] = paths;
  if (first === undefined) return { accepted: false, reasons: [endorsementReason("not-signed", leaf.issuer)] };
  const signer = endorsementReason("signed", oneLine(first[0]?.system.subject));
  const { notBefore, notAfter } = leaf;
  if (notBefore === undefined || notAfter === undefined)
    return { accepted: false, reasons: [signer, endorsementReason("no-dates")] };
  if (at < notBefore || at > notAfter) {
    const validity = endorsementReason("validity", notBefore.toISOString(), notAfter.toISOString());
    return { accepted: false, reasons: [signer, validity] };
  }
  if (paths.some((path) => outOfDate(path, at).length === 0)) return { accepted: true, reasons: [signer] };
  return { accepted: false, reasons: [signer, ...outOfDate(first, at)] };
}

function pathsAbove(leaf: ToleratedCertificate, issuers: Issuers): readonly (readonly ReadCertificate[])[] {
  const fits = (issuer: ReadCertificate): boolean => allowsBelow(issuer, 0) && isSignedBy(leaf, issuer);
  const direct = issuers.anchors.filter(fits).map((anchor) => [anchor]);
  return [...direct, ...issuers.between.filter(fits).flatMap((next) => pathsFrom([next], issuers))];
}
