import type { KeyObject } from "node:crypto";
import { Mutex } from "../../base/async/mutex.ts";
import type { Clock } from "../../base/clock.ts";
import type { CertificateAuthority } from "../authority/certificate-authority.ts";
import type { IssuanceJournal } from "../authority/issuance-journal.ts";
import { issueDeviceCertificate } from "../authority/issue-device-certificate.ts";
import type { Issuer } from "../authority/issuer.ts";
import { privateSigningKey } from "../keys/private-signing-key.ts";
import type { SigningKey } from "../keys/signing-key.ts";

/** An authority that can sign now, wherever its key is. */
export type AuthorityInUse = CertificateAuthority & Issuer;

export interface AuthorityInUseParts {
  readonly name: string;
  readonly pilot: boolean;
  /** DER: issuer first, root last. */
  readonly chain: readonly Uint8Array[];
  readonly clock: Clock;
  readonly journal?: IssuanceJournal | undefined;
}

export function authorityInUse(parts: AuthorityInUseParts & { readonly key: SigningKey }): AuthorityInUse {
  // In turn: eight units at once would otherwise all wait until the last of them is done.
  const oneAtATime = new Mutex();
  return {
    ...parts,
    isRevoked: async (serialNumber) => (await parts.journal?.isRevoked(serialNumber)) ?? false,
    issueDeviceCertificate: (order) => oneAtATime.run(() => issueDeviceCertificate(parts, order)),
  };
}

/** One whose key is in this process's memory. */
export const fileAuthority = ({
  privateKey,
  ...parts
}: AuthorityInUseParts & { readonly privateKey: KeyObject }): AuthorityInUse =>
  authorityInUse({ ...parts, key: privateSigningKey(privateKey) });
