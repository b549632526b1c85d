import { concatBytes } from "../../base/bytes/bytes.ts";
import type { ChunkIn } from "../../device/smp/identity-group/chunk.ts";
import { type DeviceAnswer, refusal } from "./device-answer.ts";

/** The receiving end of a chunked transfer: takes each byte once, in order, however often a piece is repeated. */
export class IncomingChunks {
  readonly id: number;
  readonly #length: number;
  #bytes: Uint8Array = new Uint8Array();

  constructor(id: number, length: number) {
    this.id = id;
    this.#length = length;
  }

  get off(): number {
    return this.#bytes.length;
  }

  /** All bytes, once they are there. */
  get whole(): Uint8Array | undefined {
    return this.#bytes.length === this.#length ? this.#bytes : undefined;
  }

  /** Nothing if the piece was taken or is known already, otherwise why not. */
  take({ off, len, data }: ChunkIn): DeviceAnswer | undefined {
    if (len !== this.#length || off + data.length > len) return refusal("badRequest");
    if (off + data.length <= this.off) return undefined;
    if (off !== this.off) return refusal("badOffset", { off: this.off });
    this.#bytes = concatBytes(this.#bytes, data);
    return undefined;
  }
}
