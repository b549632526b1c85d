import { isIssuedBy, mayIssue, type ReadCertificate, readCertificate } from "../certificate/read-certificate.ts";
import { trimmedCertificate } from "../certificate/der-length.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import { type EndorsementReason, endorsementReason } from "./endorsement-reason.ts";

/** Certificates that may stand above another; one that cannot be read, or is no CA, vouches for nothing. */
export interface Issuers {
  readonly anchors: readonly ReadCertificate[];
  readonly between: readonly ReadCertificate[];
}

const mostIntermediates = 5;
const mostBetween = 64;

export const readIssuers = (anchors: readonly Uint8Array[], between: readonly Uint8Array[]): Issuers => ({
  anchors: readAuthorities(anchors),
  between: readAuthorities(between.slice(0, mostBetween)),
});

const readAuthorities = (certificates: readonly Uint8Array[]): readonly ReadCertificate[] =>
  certificates.flatMap((der) => {
    const certificate = known.has(der) ? known.get(der) : readAuthority(der);
    known.set(der, certificate);
    return certificate === undefined ? [] : [certificate];
  });

/** The trust store gives the same arrays for every unit; a thousand of them take a second to read. */
const known = new WeakMap<Uint8Array, ReadCertificate | undefined>();

function readAuthority(der: Uint8Array): ReadCertificate | undefined {
  try {
    const certificate = readCertificate(trimmedCertificate(der));
    return mayIssue(certificate) ? certificate : undefined;
  } catch (error) {
    if (!isStationError(error)) throw error;
    return undefined;
  }
}

/** All ways up from the last of `path` to a trusted certificate, the shortest first at each level. */
export function pathsFrom(
  path: readonly ReadCertificate[],
  { anchors, between }: Issuers,
): readonly (readonly ReadCertificate[])[] {
  const subject = path.at(-1);
  if (subject === undefined || path.length > mostIntermediates + 1) return [];
  const fits = (issuer: ReadCertificate): boolean =>
    allowsBelow(issuer, path.length - 1) && isIssuedBy(subject, issuer);
  const direct = anchors.filter(fits).map((anchor) => [...path, anchor]);
  const unused = between.filter((candidate) => !path.includes(candidate));
  return [
    ...direct,
    ...unused.filter(fits).flatMap((next) => pathsFrom([...path, next], { anchors, between: unused })),
  ];
}

/** Whether an issuer may have so many intermediates below it. */
export const allowsBelow = (issuer: ReadCertificate, count: number): boolean =>
  (issuer.basicConstraints?.pathLength ?? count) >= count && issuer.unknownCritical.length === 0;

/** Which of them is not in force; empty if all are. */
export function outOfDate(path: readonly ReadCertificate[], at: Date): readonly EndorsementReason[] {
  const late = path.find(({ system }) => at < system.validFromDate || at > system.validToDate);
  if (late === undefined) return [];
  const { subject, validFromDate, validToDate } = late.system;
  return [endorsementReason("not-in-force", oneLine(subject), validFromDate.toISOString(), validToDate.toISOString())];
}

export const oneLine = (name: string | undefined): string => (name ?? "").split("\n").join(", ");
