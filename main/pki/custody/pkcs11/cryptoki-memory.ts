import { concatBytes } from "../../../base/bytes/bytes.ts";
import type { Cryptoki } from "./cryptoki.ts";

/** What a template points to must not be collected before the template is. */
const pointedAt = new WeakMap<Uint8Array, readonly unknown[]>();

/** Structures of PKCS #11 as the module's machine lays them out: little-endian, CK_ULONG of 4 bytes (packed) on Windows, else 8. */
export class CryptokiMemory {
  readonly #cryptoki: Pick<Cryptoki, "ulongBytes" | "addressOf">;

  constructor(cryptoki: Pick<Cryptoki, "ulongBytes" | "addressOf">) {
    this.#cryptoki = cryptoki;
  }

  /** Room for that many CK_ULONG, zero. */
  ulongs(count: number): Uint8Array {
    return Buffer.alloc(count * this.#cryptoki.ulongBytes);
  }

  ulong(value: number | bigint): Uint8Array {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return bytes.subarray(0, this.#cryptoki.ulongBytes);
  }

  /** The one at `index`; a handle may use all of its bits. */
  read(memory: Uint8Array, index = 0): bigint {
    const { ulongBytes } = this.#cryptoki;
    const bytes = Buffer.from(memory.buffer, memory.byteOffset, memory.length);
    return ulongBytes === 8 ? bytes.readBigUInt64LE(index * 8) : BigInt(bytes.readUInt32LE(index * 4));
  }

  /** CK_ATTRIBUTE[] (§3.2): type, pointer to the value, its length. */
  attributes(list: readonly (readonly [type: number, value: Uint8Array])[]): Uint8Array {
    const template = concatBytes(
      ...list.flatMap(([type, value]) => [this.ulong(type), this.#pointer(value), this.ulong(value.length)]),
    );
    pointedAt.set(template, list);
    return template;
  }

  /** CK_MECHANISM (§3.6) without a parameter. */
  mechanism(type: number): Uint8Array {
    return concatBytes(this.ulong(type), new Uint8Array(8), this.ulong(0));
  }

  #pointer(memory: Uint8Array): Uint8Array {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(this.#cryptoki.addressOf(memory));
    return bytes;
  }
}
