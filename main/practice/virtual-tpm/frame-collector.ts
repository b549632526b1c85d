import { concatBytes } from "../../base/bytes/bytes.ts";

const headerBytes = 10;

/**
 * Cuts a byte stream into TPM buffers: command and response both say their size at offset 2. Gives undefined for a size
 * that cannot be right, after which the stream is worthless.
 */
export class FrameCollector {
  readonly #most: number;
  #held: Uint8Array = new Uint8Array();

  constructor(most: number) {
    this.#most = most;
  }

  /** The buffers now complete, in order; undefined if the stream has gone wrong. */
  push(bytes: Uint8Array): readonly Uint8Array[] | undefined {
    this.#held = concatBytes(this.#held, bytes);
    const frames: Uint8Array[] = [];
    while (this.#held.length >= headerBytes) {
      const size = new DataView(this.#held.buffer, this.#held.byteOffset).getUint32(2);
      if (size < headerBytes || size > this.#most) return undefined;
      if (this.#held.length < size) break;
      frames.push(this.#held.slice(0, size));
      this.#held = this.#held.slice(size);
    }
    return frames;
  }
}
