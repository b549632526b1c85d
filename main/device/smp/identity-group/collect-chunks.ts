import { concatBytes } from "../../../base/bytes/bytes.ts";
import { deviceErrors } from "../../device-errors.ts";
import type { ChunkOut } from "./chunk.ts";

export interface CollectOptions {
  readonly name: string;
  readonly maximumBytes: number;
  /** Asks for the piece at `off`. */
  readonly readFrom: (off: number) => Promise<ChunkOut>;
}

/** Reads the rest of a result whose first piece is there. Every piece must bring something and agree on the length. */
export async function collectChunks(first: ChunkOut, options: CollectOptions): Promise<Uint8Array> {
  const { len } = first;
  if (len > options.maximumBytes) throw deviceErrors.badAnswer(`${options.name}: ${len} bytes announced`);
  let whole: Uint8Array = first.data;
  while (whole.length < len) {
    const next = await options.readFrom(whole.length);
    if (next.len !== len || next.data.length === 0) {
      throw deviceErrors.badAnswer(`${options.name}: ${next.data.length} of ${next.len} bytes at ${whole.length}`);
    }
    whole = concatBytes(whole, next.data);
  }
  if (whole.length > len) throw deviceErrors.badAnswer(`${options.name}: ${whole.length} bytes instead of ${len}`);
  return whole;
}
