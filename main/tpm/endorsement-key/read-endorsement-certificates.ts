import { listHandles } from "../list-handles.ts";
import { nvChunkSize, readNvIndex } from "../read-nv-index.ts";
import { NV_INDEX } from "../spec/well-known-handles.ts";
import { endorsementKeyTemplates } from "../templates/endorsement-key-templates.ts";
import { responseCodeOf } from "../wire/refusal.ts";
import type { Tpm } from "../wire/tpm.ts";
import { certificatesInChain } from "./certificates-in-chain.ts";
import { trimToCertificate } from "./stored-certificate.ts";

export interface StoredCertificate {
  readonly nvIndex: number;
  /** The certificate alone; the bytes as they are if they are no DER. */
  readonly der: Uint8Array;
}

export interface StoredCertificates {
  readonly certificates: readonly StoredCertificate[];
  /** Intermediates the maker left in NV, DER. They say nothing of whom to trust. */
  readonly chain: readonly Uint8Array[];
  /** The maker keeps an EK template of its own at 0x01C00004, so its EK may be neither of the two we derive. */
  readonly hasOwnTemplate: boolean;
}

const mostChainIndices = 16;

/** The EK certificates in NV and the maker's intermediates, in the order of their indices. One that may not be read is passed over. */
export async function readEndorsementCertificates(tpm: Tpm, signal?: AbortSignal): Promise<StoredCertificates> {
  const defined = await listHandles(tpm, NV_INDEX.certificateRsa2048, signal);
  const present = defined.filter((nvIndex) => endorsementKeyTemplates.has(nvIndex));
  const hasOwnTemplate = defined.includes(NV_INDEX.templateRsa2048);
  // Intermediates without a certificate that they certify are of no use.
  if (present.length === 0) return { certificates: [], chain: [], hasOwnTemplate };
  const isOfChain = (nvIndex: number): boolean => nvIndex >= NV_INDEX.chainFirst && nvIndex <= NV_INDEX.chainLast;
  const read = readerOf(tpm, await nvChunkSize(tpm, signal), signal);
  const stored = await read(present);
  const chain = await read(defined.filter(isOfChain).slice(0, mostChainIndices));
  return {
    certificates: stored.map(({ nvIndex, contents }) => ({ nvIndex, der: trimToCertificate(contents) })),
    chain: certificatesInChain(chain.map(({ contents }) => contents)),
    hasOwnTemplate,
  };
}

interface ReadIndex {
  readonly nvIndex: number;
  readonly contents: Uint8Array;
}

const readerOf =
  (tpm: Tpm, chunkSize: number, signal: AbortSignal | undefined) => async (wanted: readonly number[]) => {
    const read: ReadIndex[] = [];
    for (const nvIndex of wanted) {
      const contents = await readNvIndex(tpm, nvIndex, chunkSize, signal).catch((error: unknown) => {
        // An index behind a password is as good as none; whether a certificate is needed is the recipe's to say.
        if (responseCodeOf(error) === undefined) throw error;
        return undefined;
      });
      if (contents !== undefined) read.push({ nvIndex, contents });
    }
    return read;
  };
