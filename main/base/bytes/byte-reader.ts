import { baseErrors } from "../errors/base-errors.ts";

/** Reads big-endian fields in order; every read past the end throws `station.malformed`, never returns a short value. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #what: string;
  #offset = 0;

  constructor(bytes: Uint8Array, what = "message") {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#what = what;
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2));
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4));
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#advance(8));
  }

  /** A copy of the next `length` bytes. */
  bytes(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.slice(start, start + length);
  }

  /** A two-byte length and that many bytes: the TPM's TPM2B form. */
  sized(): Uint8Array {
    return this.bytes(this.u16());
  }

  rest(): Uint8Array {
    return this.bytes(this.remaining);
  }

  /** Throws if bytes are left over: a structure must be read to its end. */
  end(): void {
    if (this.remaining > 0) throw baseErrors.malformed(`${this.#what}: ${this.remaining} bytes left over`);
  }

  #advance(length: number): number {
    if (length > this.remaining) {
      throw baseErrors.malformed(`${this.#what}: ${length} bytes wanted at ${this.#offset}, ${this.remaining} left`);
    }
    const start = this.#offset;
    this.#offset += length;
    return start;
  }
}
