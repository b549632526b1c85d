import { concatBytes } from "../../base/bytes/bytes.ts";
import type { SmpFrameEvent } from "../smp-framing.ts";

const headerBytes = 8;
const highestOperation = 3;
/** Within a message bytes follow one another at once; after such a silence a new one begins. */
const silenceMs = 1000;

/**
 * SMP messages one after another with nothing between them, cut by the length in their header (8 + at most 65,535 bytes,
 * which is all it ever holds). After bytes that are no header it looks on byte by byte for the next one; a header whose
 * message never comes is forgotten after a second of silence. Never throws.
 */
export class SmpRawDecoder {
  readonly #nowMs: () => number;
  #held: Uint8Array = new Uint8Array();
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  push(bytes: Uint8Array): SmpFrameEvent[] {
    const nowMs = this.#nowMs();
    const isLate = this.#held.length > 0 && nowMs - this.#lastMs > silenceMs;
    this.#lastMs = nowMs;
    if (isLate) this.#held = new Uint8Array();
    this.#held = concatBytes(this.#held, bytes);
    return [...(isLate ? [bad("truncated")] : []), ...this.#cut()];
  }

  #cut(): SmpFrameEvent[] {
    const events: SmpFrameEvent[] = [];
    let held = this.#held;
    while (held.length > 0) {
      const strange = bytesBeforeHeader(held);
      if (strange > 0) events.push(bad("header"));
      held = held.subarray(strange);
      const length = messageBytes(held);
      if (length === undefined || held.length < length) break;
      events.push({ type: "message", message: held.slice(0, length) });
      held = held.subarray(length);
    }
    this.#held = held.slice();
    return events;
  }
}

const bad = (code: string): SmpFrameEvent => ({ type: "bad-frame", code });

const messageBytes = (bytes: Uint8Array): number | undefined =>
  bytes.length < headerBytes ? undefined : headerBytes + (((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0));

/** Where the first header begins, or could still begin with what has not come yet. */
function bytesBeforeHeader(bytes: Uint8Array): number {
  let offset = 0;
  while (offset < bytes.length && !couldBeHeader(bytes, offset)) offset += 1;
  return offset;
}

/** Reserved bits and flags are 0 and the version is 1 or 2 (smp_protocol.rst), which bytes of a map rarely are. */
function couldBeHeader(bytes: Uint8Array, offset: number): boolean {
  const first = bytes[offset] ?? 0;
  return (first & 7) <= highestOperation && first >> 3 <= 1 && (bytes[offset + 1] ?? 0) === 0;
}
