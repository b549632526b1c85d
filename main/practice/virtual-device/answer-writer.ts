import { encode } from "cborg";
import { bitwiseCrc, type DeviceRequest } from "./request-reader.ts";

/** A long answer leaves in packets of this size, each with its own start marker, length and CRC, as a real Zephyr 2.5 sends them. */
const packetBytes = 256;
const rawBytesPerLine = 93;

/** A map of indefinite length, as zcbor writes it on a device: 0xBF, pairs, 0xFF. Keys keep their order. */
export function encodeAnswerMap(fields: Readonly<Record<string, unknown>>): Uint8Array {
  const pairs = Object.entries(fields).flatMap(([key, value]) => [encode(key), encode(value)]);
  return Uint8Array.from(Buffer.concat([Buffer.of(0xbf), ...pairs, Buffer.of(0xff)]));
}

/** The message that answers this request. */
export function answerMessage(request: DeviceRequest, body: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt8((request.version << 3) | (request.operation | 1), 0);
  header.writeUInt16BE(body.length, 2);
  header.writeUInt16BE(request.group, 4);
  header.writeUInt8(request.sequence, 6);
  header.writeUInt8(request.command, 7);
  return Buffer.concat([header, body]);
}

/** A message as it goes out on a console. */
export function frameAnswer(message: Buffer): Uint8Array {
  const packets: Buffer[] = [];
  for (let offset = 0; offset < message.length; offset += packetBytes) {
    packets.push(framePacket(message.subarray(offset, offset + packetBytes)));
  }
  return Uint8Array.from(Buffer.concat(packets));
}

function framePacket(packet: Buffer): Buffer {
  const raw = Buffer.alloc(packet.length + 4);
  raw.writeUInt16BE(packet.length + 2, 0);
  packet.copy(raw, 2);
  raw.writeUInt16BE(bitwiseCrc(packet), packet.length + 2);
  const lines: string[] = [];
  for (let offset = 0; offset < raw.length; ) {
    // The CRC never stands on two lines: if it would, one byte less goes on this one (Zephyr's serial_util.c).
    const left = raw.length - offset;
    const size = left === rawBytesPerLine + 1 ? rawBytesPerLine - 3 : Math.min(left, rawBytesPerLine);
    lines.push(`${offset === 0 ? "\u0006\t" : "\u0004\u0014"}${raw.toString("base64", offset, offset + size)}\n`);
    offset += size;
  }
  return Buffer.from(lines.join(""), "latin1");
}
