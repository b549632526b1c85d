import { concatBytes } from "./bytes.ts";

/** Writes big-endian fields in order. */
export class ByteWriter {
  readonly #parts: Uint8Array[] = [];

  u8(value: number): this {
    return this.bytes(Uint8Array.of(value));
  }

  u16(value: number): this {
    const part = new Uint8Array(2);
    new DataView(part.buffer).setUint16(0, value);
    return this.bytes(part);
  }

  u32(value: number): this {
    const part = new Uint8Array(4);
    new DataView(part.buffer).setUint32(0, value);
    return this.bytes(part);
  }

  u64(value: bigint): this {
    const part = new Uint8Array(8);
    new DataView(part.buffer).setBigUint64(0, value);
    return this.bytes(part);
  }

  bytes(value: Uint8Array): this {
    this.#parts.push(value);
    return this;
  }

  /** A two-byte length and the bytes: the TPM's TPM2B form. */
  sized(value: Uint8Array): this {
    return this.u16(value.length).bytes(value);
  }

  finish(): Uint8Array {
    return concatBytes(...this.#parts);
  }
}
