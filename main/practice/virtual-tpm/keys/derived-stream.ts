import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { kdfa } from "./key-derivation.ts";

/**
 * Bytes that follow from a seed and a purpose alone, as many as are asked for: the practice TPM's deterministic generator
 * (TPM 2.0 Part 1, clause 14.3 asks for one, and leaves the algorithm to the maker).
 */
export class DerivedStream {
  readonly #seed: Uint8Array;
  readonly #purpose: string;
  readonly #context: Uint8Array;
  #block = 0;

  constructor(seed: Uint8Array, purpose: string, context: Uint8Array) {
    this.#seed = seed;
    this.#purpose = purpose;
    this.#context = context;
  }

  next(length: number): Uint8Array {
    this.#block += 1;
    return kdfa({
      hash: "sha256",
      key: this.#seed,
      label: this.#purpose,
      contextU: this.#context,
      contextV: new ByteWriter().u32(this.#block).finish(),
      bits: length * 8,
    });
  }
}
