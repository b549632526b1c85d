import { deviceErrors } from "../device-errors.ts";
import type { SmpClient } from "./smp-client.ts";
import { encodeSmpMap, type SmpMap } from "./smp-map.ts";
import { smpHeaderBytes } from "./smp-message.ts";

/** A CBOR byte string below 64 KiB has a head of 3 bytes at most; an empty one has 1. */
const byteStringGrowth = 2;

/** Bytes of data that fit into the device's buffer beside these fields, which hold an empty byte string for it. Throws `device.too-large`. */
export function roomForData(client: SmpClient, name: string, fields: SmpMap): number {
  const bytes = client.maximumMessage - smpHeaderBytes - encodeSmpMap(fields).length - byteStringGrowth;
  if (bytes < 1) throw deviceErrors.tooLarge(`${name}: no room for data in ${client.maximumMessage} bytes`);
  return bytes;
}
