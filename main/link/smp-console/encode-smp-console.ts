import { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { concatBytes, toBase64, utf8 } from "../../base/bytes/bytes.ts";
import { linkErrors } from "../link-errors.ts";
import { continueMarker, lineFeed, maximumPacketBytes, rawBytesPerLine, startMarker } from "./console-line.ts";
import { crc16 } from "./crc16.ts";

/**
 * One message as console lines: length (message + CRC), message and CRC in Base64, cut so that no line passes 127 bytes
 * and each decodes by itself. Throws `link.oversized` beyond 65,533 bytes.
 */
export function encodeSmpConsole(message: Uint8Array): Uint8Array {
  if (message.length > maximumPacketBytes) throw linkErrors.oversized(`${message.length} bytes in one SMP packet`);
  const raw = new ByteWriter()
    .u16(message.length + 2)
    .bytes(message)
    .u16(crc16(message))
    .finish();
  const lines: Uint8Array[] = [];
  for (let offset = 0; offset < raw.length; offset += rawBytesPerLine) {
    const text = toBase64(raw.subarray(offset, offset + rawBytesPerLine));
    const marker = offset === 0 ? startMarker : continueMarker;
    lines.push(Uint8Array.from(marker), utf8(text), Uint8Array.of(lineFeed));
  }
  return concatBytes(...lines);
}
