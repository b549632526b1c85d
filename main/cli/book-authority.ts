import type { Workshop } from "../station/workshop.ts";

interface Booking {
  readonly act: string;
  readonly name: string;
  /** Null while the authority waits for it. */
  readonly certificate: { readonly subject: string | null; readonly sha256: string | null };
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** What was done with an authority, in the audit trail; with its certificate, that all it signs can be held against. */
export function bookAuthority({ records }: Workshop, { act, name, certificate, facts }: Booking): Promise<void> {
  const { subject, sha256 } = certificate;
  const which = subject === null || sha256 === null ? {} : { certificate: subject, sha256 };
  return records.audit.append({ act, subject: name, facts: { ...which, ...facts } });
}
