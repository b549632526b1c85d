import { readPersistentKey } from "../persistent/read-persistent-key.ts";
import { TPM_RC_FMT1 } from "../spec/tpm-rc.ts";
import { TPM_RH } from "../spec/tpm-rh.ts";
import { NV_INDEX, PERSISTENT_HANDLE } from "../spec/well-known-handles.ts";
import { equalBytes } from "../../base/bytes/bytes.ts";
import { encodeTpm2bPublic } from "../structures/tpm2b-public.ts";
import type { TpmtPublic } from "../structures/tpmt-public.ts";
import { endorsementKeyEmptyUnique } from "../templates/endorsement-key-empty-unique.ts";
import { endorsementKeyTcgL1 } from "../templates/endorsement-key-tcg-l1.ts";
import { tpmErrors } from "../tpm-errors.ts";
import { isRefusedWith } from "../wire/refusal.ts";
import type { Tpm } from "../wire/tpm.ts";
import { withTransients } from "../with-transients.ts";
import { certificateHoldsKey } from "./certificate-key.ts";
import { derivePrimaryKey } from "./derive-primary-key.ts";
import { readEndorsementCertificates, type StoredCertificates } from "./read-endorsement-certificates.ts";

export type EndorsementKeyTemplate = "tcg-l1" | "empty-unique" | "unknown";

export interface EndorsementCertificate {
  readonly nvIndex: number;
  /** Without the padding that follows it in NV; the bytes as they are if they are no DER. */
  readonly der: Uint8Array;
  /** It is for the key in `publicArea`. */
  readonly matches: boolean;
}

export interface EndorsementKeyReading {
  /** TPM2B_PUBLIC with its size: 316 bytes for RSA 2048. */
  readonly publicArea: Uint8Array;
  /** `created`: the key is in no persistent slot, and is made anew whenever it is needed. */
  readonly source: "persistent" | "created";
  readonly template: EndorsementKeyTemplate;
  /** Which key was taken and why, for the record. */
  readonly reason: string;
  readonly certificates: readonly EndorsementCertificate[];
  /** Intermediates the maker left in NV, DER; not to be trusted by themselves. */
  readonly chain: readonly Uint8Array[];
}

interface Choice extends Pick<EndorsementKeyReading, "source" | "template" | "reason"> {
  readonly key: TpmtPublic;
}

const templates = { "tcg-l1": endorsementKeyTcgL1, "empty-unique": endorsementKeyEmptyUnique } as const;
const persistentHandle = "0x81010001";

/**
 * Reads the EK that software in the field will present: the persistent key at 0x81010001 if there is one, else the one of the two known
 * templates that matches the EK certificate. Throws `tpm.no-endorsement-key` if there is none and none can be made,
 * `tpm.hierarchy-off` if that is because somebody has switched the hierarchy off.
 */
export async function readEndorsementKey(tpm: Tpm, signal?: AbortSignal): Promise<EndorsementKeyReading> {
  const stored = await readEndorsementCertificates(tpm, signal);
  const persistent = await readPersistentKey(tpm, PERSISTENT_HANDLE.endorsementKey, signal);
  const choice =
    persistent === undefined
      ? await chooseDerived(tpm, stored, signal)
      : await describePersistent(tpm, persistent, stored, signal);
  return {
    publicArea: encodeTpm2bPublic(choice.key),
    source: choice.source,
    template: choice.template,
    reason: choice.reason,
    certificates: stored.certificates.map((each) => ({ ...each, matches: certificateHoldsKey(each.der, choice.key) })),
    chain: stored.chain,
  };
}

const hexOf = (handle: number): string => `0x${handle.toString(16).padStart(8, "0").toUpperCase()}`;
const matchOf = (stored: StoredCertificates, key: TpmtPublic) =>
  stored.certificates.find(({ der }) => certificateHoldsKey(der, key));
const rsaCertificateOf = (stored: StoredCertificates) =>
  stored.certificates.find(({ nvIndex }) => nvIndex === NV_INDEX.certificateRsa2048);

/** A persistent key is always the one to take; deriving, which takes seconds, is done only when it is not the certificate's key. */
async function describePersistent(
  tpm: Tpm,
  key: TpmtPublic,
  stored: StoredCertificates,
  signal: AbortSignal | undefined,
): Promise<Choice> {
  const taken = { key, source: "persistent", template: "unknown" } as const;
  const match = matchOf(stored, key);
  if (match !== undefined) {
    const reason = `persistent key at ${persistentHandle}, matches the EK certificate in NV ${hexOf(match.nvIndex)}; not derived again, so its template is not proven`;
    return { ...taken, reason };
  }
  const certificate = rsaCertificateOf(stored);
  if (certificate === undefined) {
    return { ...taken, reason: `persistent key at ${persistentHandle}; no EK certificate to tell its template by` };
  }
  const start = `persistent key at ${persistentHandle} does NOT match the EK certificate in NV ${hexOf(certificate.nvIndex)}`;
  const derived = await deriveBoth(tpm, signal);
  const same = derived.find((candidate) => sameKey(candidate.key, key));
  const right = derived.find((candidate) => certificateHoldsKey(certificate.der, candidate.key));
  const origin =
    same === undefined ? "it comes from neither known template" : `it comes from template ${same.template}`;
  const rightful =
    right === undefined ? "no known template gives that key" : `template ${right.template} gives that key`;
  const reason = `${start}: ${origin}; ${rightful}; kept, because field software reads the persistent key first`;
  return { ...taken, template: same?.template ?? "unknown", reason };
}

const sameKey = (a: TpmtPublic, b: TpmtPublic): boolean => equalBytes(encodeTpm2bPublic(a), encodeTpm2bPublic(b));

async function chooseDerived(tpm: Tpm, stored: StoredCertificates, signal: AbortSignal | undefined): Promise<Choice> {
  const start = `no key at ${persistentHandle}`;
  const first = await derive(tpm, "tcg-l1", signal);
  const created = (candidate: Derived, reason: string): Choice => ({ ...candidate, source: "created", reason });
  const firstMatch = matchOf(stored, first.key);
  if (firstMatch !== undefined) {
    return created(
      first,
      `${start}; template tcg-l1 gives the key of the EK certificate in NV ${hexOf(firstMatch.nvIndex)}`,
    );
  }
  const warning = "software that makes a missing EK with an empty unique will present another key";
  if (rsaCertificateOf(stored) === undefined) {
    return created(first, `${start}; no RSA EK certificate to choose by, so template tcg-l1; ${warning}`);
  }
  const second = await derive(tpm, "empty-unique", signal);
  const secondMatch = matchOf(stored, second.key);
  if (secondMatch !== undefined) {
    const where = hexOf(secondMatch.nvIndex);
    return created(second, `${start}; template empty-unique gives the key of the EK certificate in NV ${where}`);
  }
  const own = stored.hasOwnTemplate ? "the maker has a template of its own in NV 0x01C00004; " : "";
  return created(first, `${start}; neither template gives the key of an EK certificate, so tcg-l1; ${own}${warning}`);
}

interface Derived {
  readonly template: "tcg-l1" | "empty-unique";
  readonly key: TpmtPublic;
}

async function deriveBoth(tpm: Tpm, signal: AbortSignal | undefined): Promise<readonly Derived[]> {
  return [await derive(tpm, "tcg-l1", signal), await derive(tpm, "empty-unique", signal)];
}

async function derive(tpm: Tpm, template: Derived["template"], signal: AbortSignal | undefined): Promise<Derived> {
  return withTransients(tpm, async (keep) => {
    const primary = await makeEndorsementKey(tpm, template, signal);
    keep(primary.handle);
    return { template, key: primary.publicArea };
  });
}

/** Makes the EK of a template as a transient object, which the caller flushes. */
export async function makeEndorsementKey(
  tpm: Tpm,
  template: Exclude<EndorsementKeyTemplate, "unknown">,
  signal?: AbortSignal,
): Promise<{ readonly handle: number; readonly publicArea: TpmtPublic }> {
  try {
    return await derivePrimaryKey(tpm, TPM_RH.ENDORSEMENT, templates[template], signal);
  } catch (error) {
    if (!isRefusedWith(error, TPM_RC_FMT1.HANDLE, TPM_RC_FMT1.VALUE)) throw error;
    throw tpmErrors.noEndorsementKey(`no key at ${persistentHandle}, and template ${template} was refused`, error);
  }
}
