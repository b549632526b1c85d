import { listHandles } from "../list-handles.ts";
import { nvChunkSize, readNvIndex } from "../read-nv-index.ts";
import { CERTIFICATE_INDICES, NV_INDEX } from "../spec/well-known-handles.ts";
import { responseCodeOf } from "../wire/refusal.ts";
import type { Tpm } from "../wire/tpm.ts";
import { trimToCertificate } from "./certificate-key.ts";

export interface StoredCertificate {
  readonly nvIndex: number;
  readonly der: Uint8Array;
}

export interface StoredCertificates {
  readonly certificates: readonly StoredCertificate[];
  /** The maker keeps an EK template of its own at 0x01C00004, so its EK may be neither of the two we derive. */
  readonly hasOwnTemplate: boolean;
}

/** The EK certificates in NV, in the order of their indices. One that may not be read is passed over. */
export async function readEndorsementCertificates(tpm: Tpm, signal?: AbortSignal): Promise<StoredCertificates> {
  const defined = await listHandles(tpm, NV_INDEX.certificateRsa2048, signal);
  const present = CERTIFICATE_INDICES.filter((nvIndex) => defined.includes(nvIndex));
  const hasOwnTemplate = defined.includes(NV_INDEX.templateRsa2048);
  if (present.length === 0) return { certificates: [], hasOwnTemplate };
  const chunkSize = await nvChunkSize(tpm, signal);
  const certificates: StoredCertificate[] = [];
  for (const nvIndex of present) {
    const contents = await readUnlessRefused(tpm, nvIndex, chunkSize, signal);
    if (contents !== undefined) certificates.push({ nvIndex, der: trimToCertificate(contents) });
  }
  return { certificates, hasOwnTemplate };
}

async function readUnlessRefused(
  tpm: Tpm,
  nvIndex: number,
  chunkSize: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  try {
    return await readNvIndex(tpm, nvIndex, chunkSize, signal);
  } catch (error) {
    // An index behind a password is as good as none; whether a certificate is needed is the recipe's to say.
    if (responseCodeOf(error) === undefined) throw error;
    return undefined;
  }
}
