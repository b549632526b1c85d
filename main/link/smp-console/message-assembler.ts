import { concatBytes } from "../../base/bytes/bytes.ts";
import type { BadFrameCode } from "./packet-collector.ts";

export type AssembledMessage =
  | { readonly type: "message"; readonly message: Uint8Array }
  | { readonly type: "bad-frame"; readonly code: BadFrameCode };

const headerBytes = 8;

/**
 * Joins packets to SMP messages by the length in the SMP header: a long answer comes as several packets, each framed by
 * itself (256 bytes each from Zephyr 2.5). Bounded by that length: 8 + 65,535 bytes.
 */
export class MessageAssembler {
  #partial: Uint8Array | undefined;

  push(packet: Uint8Array): AssembledMessage[] {
    const partial = this.#partial;
    if (partial === undefined) return this.#begin(packet);
    const joined = partial.length + packet.length;
    // A packet that is a message by itself, or that does not fit, says that the rest of the message before it was lost.
    if (isWhole(packet) || joined > wantedBytes(partial)) {
      return [{ type: "bad-frame", code: "truncated" }, ...this.#begin(packet)];
    }
    return this.#keep(concatBytes(partial, packet));
  }

  #begin(packet: Uint8Array): AssembledMessage[] {
    this.#partial = undefined;
    if (packet.length < headerBytes) return [{ type: "bad-frame", code: "length" }];
    if (packet.length > wantedBytes(packet)) return [{ type: "bad-frame", code: "oversized" }];
    return this.#keep(packet);
  }

  #keep(bytes: Uint8Array): AssembledMessage[] {
    const isComplete = bytes.length === wantedBytes(bytes);
    this.#partial = isComplete ? undefined : bytes;
    return isComplete ? [{ type: "message", message: bytes }] : [];
  }
}

const wantedBytes = (message: Uint8Array): number => headerBytes + (((message[2] ?? 0) << 8) | (message[3] ?? 0));

/** Reserved bits and flags are 0 in every header (smp_protocol.rst), which bytes from the middle of a map rarely are. */
function isWhole(packet: Uint8Array): boolean {
  const [first = 0, flags = 0] = packet;
  return packet.length >= headerBytes && first < 0x20 && flags === 0 && packet.length === wantedBytes(packet);
}
