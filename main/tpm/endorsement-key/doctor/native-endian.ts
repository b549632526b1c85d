import { TPM_ALG } from "../../spec/tpm-alg.ts";
import type { RsaPublic } from "../../structures/tpmt-public.ts";

/** Reads little-endian fields; past the end it gives undefined for the whole structure, by throwing what `readNativeEndian` catches. */
class LittleEndianReader {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u16(): number {
    this.#offset += 2;
    return this.#view.getUint16(this.#offset - 2, true);
  }

  u32(): number {
    this.#offset += 4;
    return this.#view.getUint32(this.#offset - 4, true);
  }

  bytes(length: number): Uint8Array {
    const bytes = this.#bytes.slice(this.#offset, this.#offset + length);
    if (bytes.length < length) throw new RangeError("cut short");
    this.#offset += length;
    return bytes;
  }

  skip(length: number): void {
    this.#offset += length;
  }
}

/** Where a C compiler puts the fields: room for the longest digest, padding before words, and a union for the scheme's details. */
interface Layout {
  readonly afterSize: number;
  readonly digestRoom: number | undefined;
  readonly afterDigest: number;
  readonly schemeDetails: number;
  readonly afterKeyBits: number;
}

const layouts: readonly Layout[] = [
  // The structure TPM2B_PUBLIC of tpm2-tss 1, as tpm2_getpubek of tpm2-tools 1 wrote it: the modulus stands at offset 102.
  { afterSize: 2, digestRoom: 64, afterDigest: 2, schemeDetails: 4, afterKeyBits: 2 },
  // The wire form with each number swapped.
  { afterSize: 0, digestRoom: undefined, afterDigest: 0, schemeDetails: 0, afterKeyBits: 0 },
];

/** Bytes of TPMT_PUBLIC that are neither policy nor modulus. */
const fixedBytes = 26;

/**
 * Reads a public area that was written in the byte order of a little-endian machine. undefined unless it is an RSA key and its size field
 * is that of exactly these fields, which no other content has by chance.
 */
export function readNativeEndian(bytes: Uint8Array): RsaPublic | undefined {
  for (const layout of layouts) {
    try {
      const key = readWith(layout, new LittleEndianReader(bytes));
      if (key !== undefined) return key;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return undefined;
}

function readWith(layout: Layout, reader: LittleEndianReader): RsaPublic | undefined {
  const size = reader.u16();
  reader.skip(layout.afterSize);
  if (reader.u16() !== TPM_ALG.RSA) return undefined;
  const nameAlg = reader.u16();
  const objectAttributes = reader.u32();
  const policySize = reader.u16();
  if (policySize > 64) return undefined;
  const authPolicy = reader.bytes(layout.digestRoom ?? policySize).slice(0, policySize);
  reader.skip(layout.afterDigest);
  const symmetric = { algorithm: reader.u16(), keyBits: reader.u16(), mode: reader.u16() };
  // A key with a scheme has other sizes and is no EK.
  if (reader.u16() !== TPM_ALG.NULL) return undefined;
  reader.skip(layout.schemeDetails);
  const keyBits = reader.u16();
  reader.skip(layout.afterKeyBits);
  const exponent = reader.u32();
  const unique = reader.bytes(reader.u16());
  if (size !== fixedBytes + authPolicy.length + unique.length) return undefined;
  return {
    type: TPM_ALG.RSA,
    nameAlg,
    objectAttributes,
    authPolicy,
    symmetric,
    scheme: undefined,
    keyBits,
    exponent,
    unique,
  };
}
