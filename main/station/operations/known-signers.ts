import { createHash } from "node:crypto";
import { equalBytes } from "../../base/bytes/bytes.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import type { EntrySignature } from "../../manifest/written-entry.ts";
import { readCertificate } from "../../pki/certificate/read-certificate.ts";
import { describeCertificate } from "../../pki/describe-certificate.ts";
import { checkSignerChain } from "../../pki/validate/check-signer-chain.ts";
import { verifySignature } from "../../pki/verify-signature.ts";

/** Whose seals the plant believes. */
export interface KnownSigners {
  /** The chains of this station's own keys, those of earlier years too. */
  readonly own: readonly (readonly Uint8Array[])[];
  /** DER of what was added: a signer's certificate, or an authority that certifies signers. */
  readonly trusted: readonly Uint8Array[];
}

/** own: a key of this station · known: one that was added, or leads there · unknown: neither, which says nothing against it. */
export type SignerKind = "own" | "known" | "unknown";

/** Whose key it is that these certificates name, signer first; that it did sign is another question. */
export function kindOfSigner(chain: readonly Uint8Array[], { own, trusted }: KnownSigners, at: Date): SignerKind {
  const [signer = new Uint8Array()] = chain;
  if (own.some(([certificate]) => certificate !== undefined && equalBytes(certificate, signer))) return "own";
  if (trusted.length === 0) return "unknown";
  try {
    checkSignerChain(chain, { trusted, at });
    return "known";
  } catch (error) {
    if (isStationError(error)) return "unknown";
    throw error;
  }
}

export interface SignedEntries {
  readonly good: number;
  readonly bad: number;
  /** By a key that is neither known here nor brought along: nothing can be said of them. */
  readonly unknown: number;
  /** Of the first entry that could be judged. */
  readonly signer: { readonly subject: string; readonly sha256: string; readonly kind: SignerKind } | null;
}

const sha256 = (der: Uint8Array): string => createHash("sha256").update(der).digest("hex");

interface Signer {
  readonly key: Uint8Array;
  readonly told: NonNullable<SignedEntries["signer"]>;
}

/** Judges entries that are signed one by one. */
export class EntrySignatures {
  readonly #known: KnownSigners;
  readonly #chains: ReadonlyMap<string, readonly Uint8Array[]>;
  readonly #signers = new Map<string, Signer | undefined>();
  #counts = { good: 0, bad: 0, unknown: 0 };
  #signer: SignedEntries["signer"] = null;
  #signed = false;

  constructor(known: KnownSigners) {
    this.#known = known;
    const chains = [...known.trusted.map((der) => [der]), ...known.own];
    this.#chains = new Map(chains.map((chain) => [sha256(chain[0] ?? new Uint8Array()), chain]));
  }

  /** Null for a file whose entries are not signed. */
  get found(): SignedEntries | null {
    return this.#signed ? { ...this.#counts, signer: this.#signer } : null;
  }

  add({ signed, signature, signer, chain }: EntrySignature): "good" | "bad" | "unknown" {
    this.#signed = true;
    const by = this.#find(signer, chain);
    if (by !== undefined) this.#signer ??= by.told;
    const isGood = by !== undefined && signature !== undefined && verifySignature(by.key, signed, signature);
    const verdict = signature === undefined ? "bad" : by === undefined ? "unknown" : isGood ? "good" : "bad";
    this.#counts[verdict] += 1;
    return verdict;
  }

  #find(named: string | null, brought: readonly Uint8Array[]): Signer | undefined {
    const [own] = brought;
    const name = own === undefined ? named : sha256(own);
    // Who names one certificate and brings another is nobody.
    if (name === null || (named !== null && named !== name)) return undefined;
    if (!this.#signers.has(name)) {
      const chain = this.#chains.get(name) ?? brought;
      this.#signers.set(name, chain.length === 0 ? undefined : signerOf(chain, this.#known));
    }
    return this.#signers.get(name);
  }
}

/** Undefined for what is no certificate. */
function signerOf(chain: readonly Uint8Array[], known: KnownSigners): Signer | undefined {
  const [own = new Uint8Array()] = chain;
  try {
    const { system } = readCertificate(own);
    const { subject, sha256: digest } = describeCertificate(own);
    // When an entry was signed is not said: the certificates have to have held when the signer's was made.
    const kind = kindOfSigner(chain, known, system.validFromDate);
    const key = new Uint8Array(system.publicKey.export({ type: "spki", format: "der" }));
    return { key, told: { subject, sha256: digest, kind } };
  } catch (error) {
    if (isStationError(error)) return undefined;
    throw error;
  }
}
