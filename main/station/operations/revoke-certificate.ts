import { makeRevocationList } from "../../pki/authority/make-revocation-list.ts";
import { type RevocationReason, revocationReasons } from "../../pki/authority/revocation-reasons.ts";
import type { JournalEntry } from "../../pki/custody/authority-journal.ts";
import { derToPem } from "../../pki/pem.ts";
import { pkiErrors } from "../../pki/pki-errors.ts";
import { setUpErrors } from "../station-errors.ts";
import { disableRevoked, type RevokedEnrollment, type RevokingParts, type WantedDisabling } from "./disable-revoked.ts";
import type { Workshop } from "../workshop.ts";

export interface RevokeParts extends RevokingParts, Pick<Workshop, "authorities"> {}

export interface RevokeOrder {
  readonly authority: string;
  /** Hexadecimal, colons allowed. */
  readonly serialNumber: string;
  readonly reason: RevocationReason;
  /** Who asked for it, for people. */
  readonly note: string;
}

export interface Revoked {
  readonly serialNumber: string;
  /** null for what is no device's. */
  readonly unit: string | null;
  readonly registrationId: string | null;
  readonly enrollment: RevokedEnrollment;
  /** The change that disables the entry; null where none was wanted. */
  readonly change: number | null;
}

/**
 * Writes down that a certificate of the authority is revoked, and that the entry at the provisioning service that takes it is to be disabled; whoever
 * else relies on it learns it by the next list. The entry first: cut off in between, the whole may be repeated. Throws `pki.not-issued`
 * for what the authority never announced, or has revoked.
 */
export async function revokeCertificate(parts: RevokeParts, order: RevokeOrder): Promise<Revoked> {
  const { authorities, records } = parts;
  const serialNumber = order.serialNumber.replaceAll(":", "").toLowerCase();
  const journal = await authorities.journal(order.authority);
  const entries = await journal.entries();
  if (revocationsOf(entries).some((revoked) => revoked.serialNumber === serialNumber))
    throw pkiErrors.notIssued(`certificate ${serialNumber} is revoked already`);
  const device = await records.certificates.announced({ serialNumber, authority: order.authority });
  if (
    device === undefined &&
    !entries.some((entry) => entry.type === "intended" && entry.serialNumber === serialNumber)
  )
    throw pkiErrors.notIssued(`authority ${order.authority} never announced certificate ${serialNumber}`);
  const reason = `certificate ${serialNumber} revoked, ${order.reason}${order.note === "" ? "" : `: ${order.note}`}`;
  const disabling = device === undefined ? nothing : await disableRevoked(parts, device, reason);
  await journal.append({ type: "revoked", serialNumber, reason: order.reason, note: order.note });
  await records.audit.append({
    act: "certificate-revoked",
    subject: serialNumber,
    facts: { authority: order.authority, reason: order.reason, note: order.note },
  });
  return { serialNumber, unit: device?.unit ?? null, registrationId: device?.registrationId ?? null, ...disabling };
}

const nothing: WantedDisabling = { enrollment: "none", change: null };

/** The authority's next list (CertificateList, DER), its number written down before it is signed. */
export async function nextRevocationList(
  { authorities }: Pick<Workshop, "authorities">,
  { authority, validityDays }: { readonly authority: string; readonly validityDays: number },
): Promise<{ readonly list: Uint8Array; readonly number: number; readonly count: number }> {
  const issuer = await authorities.toSign(authority);
  const journal = await authorities.journal(authority);
  const entries = await journal.entries();
  const numbers = entries.flatMap((entry) => (entry.type === "revocation-list" ? [entry.number] : []));
  const number = Math.max(0, ...numbers) + 1;
  const revocations = revocationsOf(entries);
  await journal.append({ type: "revocation-list", number, revocations: revocations.length });
  const list = await makeRevocationList(issuer, { revocations, number, validityDays });
  return { list, number, count: revocations.length };
}

const revocationsOf = (entries: readonly JournalEntry[]) =>
  entries.flatMap((entry) =>
    entry.type === "revoked"
      ? [{ serialNumber: entry.serialNumber, at: new Date(entry.at), reason: entry.reason }]
      : [],
  );

/** Throws `set-up.usage` for a word that is no reason. */
export function revocationReason(word: string): RevocationReason {
  const reason = revocationReasons.find((known) => known === word);
  if (reason === undefined) throw setUpErrors.usage(`--reason takes ${revocationReasons.join(", ")}`);
  return reason;
}

/** As the file's name wants it. */
export const revocationListFile = (list: Uint8Array, file: string): string | Uint8Array =>
  /\.pem$/i.test(file) ? derToPem(list, "X509 CRL") : list;
