import { isSignedBy } from "../certificate/is-signed-by.ts";
import type { ReadCertificate } from "../certificate/read-certificate.ts";
import type { ToleratedCertificate } from "../certificate/tolerate-certificate.ts";
import { allowsBelow, type Issuers, oneLine, outOfDate, pathsFrom } from "./issuer-paths.ts";

export interface ToleratedJudgement {
  /** Signed by what leads to a trusted certificate, all of it in force. */
  readonly accepted: boolean;
  readonly detail: string;
}

/** Judges who signed a certificate that only the tolerant reader can read: its bytes are what counts, not how they are encoded. */
export function judgeToleratedCertificate(leaf: ToleratedCertificate, issuers: Issuers, at: Date): ToleratedJudgement {
  const paths = pathsAbove(leaf, issuers);
  const [first] = paths;
  if (first === undefined)
    return { accepted: false, detail: `no trusted certificate signed it; issuer ${leaf.issuer}` };
  const signer = `signed by ${oneLine(first[0]?.system.subject)}, which is trusted`;
  const { notBefore, notAfter } = leaf;
  if (notBefore === undefined || notAfter === undefined)
    return { accepted: false, detail: `${signer}; no date to judge` };
  if (at < notBefore || at > notAfter) {
    const span = `${notBefore.toISOString()} to ${notAfter.toISOString()}`;
    return { accepted: false, detail: `${signer}; valid from ${span}` };
  }
  const late = paths.every((path) => outOfDate(path, at) !== undefined) ? outOfDate(first, at) : undefined;
  return late === undefined ? { accepted: true, detail: signer } : { accepted: false, detail: `${signer}; ${late}` };
}

function pathsAbove(leaf: ToleratedCertificate, issuers: Issuers): readonly (readonly ReadCertificate[])[] {
  const fits = (issuer: ReadCertificate): boolean => allowsBelow(issuer, 0) && isSignedBy(leaf, issuer);
  const direct = issuers.anchors.filter(fits).map((anchor) => [anchor]);
  return [...direct, ...issuers.between.filter(fits).flatMap((next) => pathsFrom([next], issuers))];
}
