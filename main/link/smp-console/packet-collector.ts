import { fromBase64 } from "../../base/bytes/base64.ts";
import { concatBytes } from "../../base/bytes/bytes.ts";
import { crc16 } from "./crc16.ts";
import type { ScannedLine } from "./line-scanner.ts";

/** Why bytes that looked like a frame were dropped. */
export type BadFrameCode =
  | "line-too-long"
  | "line-cut"
  | "base64"
  | "length"
  | "crc"
  | "truncated"
  | "oversized"
  | "continuation";

export type CollectedPacket =
  | { readonly type: "packet"; readonly packet: Uint8Array }
  | { readonly type: "noise"; readonly text: string }
  | { readonly type: "bad-frame"; readonly code: BadFrameCode };

const lengthBytes = 2;
const crcBytes = 2;

/**
 * Joins frame lines to packets and checks length and CRC. The length field of current Zephyr counts the CRC, that of
 * Zephyr 2.5 does not: the CRC itself tells which of the two it was.
 */
export class PacketCollector {
  #raw: Uint8Array | undefined;

  push(line: ScannedLine): CollectedPacket[] {
    if (line.kind === "text") return [{ type: "noise", text: line.text }];
    if (line.kind === "bad") return [this.#drop(line.code)];
    if (line.kind === "start") return this.#start(line.text);
    // A line without a start is the rest of a frame whose beginning was lost or refused.
    return this.#raw === undefined ? [bad("continuation")] : this.#append(this.#raw, line.text);
  }

  #start(text: string): CollectedPacket[] {
    const cut = this.#raw === undefined ? [] : [this.#drop(this.#reasonForWaiting())];
    return [...cut, ...this.#append(new Uint8Array(), text)];
  }

  #append(before: Uint8Array, text: string): CollectedPacket[] {
    const bytes = decoded(text);
    if (bytes === undefined) return [this.#drop("base64")];
    const raw = concatBytes(before, bytes);
    if (raw.length < lengthBytes) return [this.#drop("length")];
    const declared = readDeclared(raw);
    if (declared < crcBytes) return [this.#drop("length")];
    this.#raw = raw;
    return this.#complete(raw, declared);
  }

  #complete(raw: Uint8Array, declared: number): CollectedPacket[] {
    const withCrc = lengthBytes + declared;
    const withoutCrc = withCrc + crcBytes;
    if (raw.length < withCrc) return [];
    if (raw.length > withoutCrc) return [this.#drop("length")];
    if (raw.length === withoutCrc - 1) return [];
    const packet = checked(raw);
    if (packet !== undefined) {
      this.#raw = undefined;
      return [{ type: "packet", packet }];
    }
    // Exactly as long as if the CRC were counted: it may still be uncounted and come on a line of its own.
    return raw.length === withCrc ? [] : [this.#drop("crc")];
  }

  #reasonForWaiting(): BadFrameCode {
    const raw = this.#raw ?? new Uint8Array();
    return raw.length >= lengthBytes + readDeclared(raw) ? "crc" : "truncated";
  }

  #drop(code: BadFrameCode): CollectedPacket {
    this.#raw = undefined;
    return bad(code);
  }
}

const bad = (code: BadFrameCode): CollectedPacket => ({ type: "bad-frame", code });

const readDeclared = (raw: Uint8Array): number => ((raw[0] ?? 0) << 8) | (raw[1] ?? 0);

function decoded(text: string): Uint8Array | undefined {
  try {
    return text === "" ? undefined : fromBase64(text);
  } catch {
    return undefined;
  }
}

/** The packet between length and CRC, if the CRC over packet and CRC is 0 (which is how the device tests it). */
function checked(raw: Uint8Array): Uint8Array | undefined {
  return crc16(raw.subarray(lengthBytes)) === 0 ? raw.slice(lengthBytes, -crcBytes) : undefined;
}
