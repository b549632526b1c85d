import { createReadStream } from "node:fs";
import { access, constants, readFile, stat } from "node:fs/promises";
import { isStationError } from "../../base/errors/station-error.ts";
import type { SignerJudge } from "../../manifest/sealed/check-seal.ts";
import { proveEntry, type ProofReport, verifyProof } from "../../manifest/sealed/prove-entry.ts";
import type { ChunkSource } from "../../manifest/sealed/read-sealed.ts";
import type { EntryProof } from "../../manifest/sealed/sealed-lines.ts";
import { type SealReport, verifySealed } from "../../manifest/sealed/verify-sealed.ts";
import { readCertificate } from "../../pki/certificate/read-certificate.ts";
import { describeCertificate } from "../../pki/describe-certificate.ts";
import { readCertificateFile } from "../../pki/pem.ts";
import { checkSignerChain } from "../../pki/validate/check-signer-chain.ts";
import { verifySignature } from "../../pki/verify-signature.ts";
import { setUpErrors } from "../station-errors.ts";
import { type KnownSigners, kindOfSigner, type SignerKind } from "./known-signers.ts";

export interface SignerView {
  readonly subject: string;
  /** SHA-256 of the signer's certificate. */
  readonly sha256: string;
  /** Whether the chain was compared with a certificate of the receiver's; false says nothing against it. */
  readonly compared: boolean;
  /** Whose key it is at a station; null where no station was asked. */
  readonly kind: SignerKind | null;
}

const largestProof = 16 * 1024 * 1024;

/**
 * Compares a sealed manifest with its seal; needs nothing but the file and, to know who sealed it, a certificate or what a station
 * knows. Throws `set-up.usage`, `manifest.malformed`.
 */
export async function verifyManifestFile(
  path: string,
  trusted: readonly Uint8Array[],
  known?: KnownSigners,
): Promise<SealReport & { readonly signer: SignerView | null }> {
  const { judge, signer } = judgeBy(trusted, known);
  const report = await verifySealed(await sourceOf(path), judge);
  return { ...report, signer: signer() };
}

/** Throws `set-up.usage`, `manifest.no-entry`, `manifest.malformed`. */
export async function proveManifestEntry(path: string, serialNumber: string): Promise<EntryProof> {
  return proveEntry(await sourceOf(path), serialNumber);
}

/** Throws `set-up.usage`, `manifest.malformed`. */
export async function verifyProofFile(
  path: string,
  trusted: readonly Uint8Array[],
): Promise<ProofReport & { readonly signer: SignerView | null }> {
  await sourceOf(path);
  if ((await stat(path)).size > largestProof) throw setUpErrors.usage(`${path} is too large for a proof`);
  const { judge, signer } = judgeBy(trusted);
  const report = verifyProof(await readFile(path, "utf8"), judge);
  return { ...report, signer: signer() };
}

/** Certificates of a PEM or DER file, each of which is then trusted. Throws `set-up.usage`. */
export async function readTrusted(path: string | undefined): Promise<readonly Uint8Array[]> {
  if (path === undefined) return [];
  try {
    const certificates = readCertificateFile(await readFile(path));
    for (const der of certificates) readCertificate(der);
    if (certificates.length > 0) return certificates;
  } catch (cause) {
    throw setUpErrors.usage(`${path} holds no certificate that can be read`, cause);
  }
  throw setUpErrors.usage(`${path} holds no certificate`);
}

/** A file to be read as often as wanted. Throws `set-up.usage`. */
export async function sourceOf(path: string): Promise<ChunkSource> {
  try {
    await access(path, constants.R_OK);
    if ((await stat(path)).isFile()) return () => createReadStream(path);
  } catch (cause) {
    throw setUpErrors.usage(`cannot read ${path}`, cause);
  }
  throw setUpErrors.usage(`${path} is not a file`);
}

function judgeBy(trusted: readonly Uint8Array[], known?: KnownSigners) {
  let signer: SignerView | null = null;
  const judge: SignerJudge = ({ signed, signature, chain, at }) => {
    const [own = new Uint8Array()] = chain;
    try {
      const { subject, sha256 } = describeCertificate(own);
      const kind = known === undefined ? null : kindOfSigner(chain, known, at);
      signer = { subject, sha256, compared: trusted.length > 0, kind };
      const key = new Uint8Array(readCertificate(own).system.publicKey.export({ type: "spki", format: "der" }));
      return { signature: verifySignature(key, signed, signature), chain: chainFault(chain, trusted, at) };
    } catch (error) {
      return { signature: false, chain: faultOf(error) };
    }
  };
  return { judge, signer: (): SignerView | null => signer };
}

function chainFault(chain: readonly Uint8Array[], trusted: readonly Uint8Array[], at: Date): string | null {
  try {
    checkSignerChain(chain, { trusted, at });
    return null;
  } catch (error) {
    return faultOf(error);
  }
}

/** What the certificates are refused for; a fault of ours is thrown on. */
function faultOf(error: unknown): string {
  if (isStationError(error)) return `${error.code}: ${error.detail}`;
  throw error;
}
