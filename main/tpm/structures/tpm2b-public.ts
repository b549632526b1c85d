import { ByteReader } from "../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { encodeTpmtPublic, readTpmtPublic, type TpmtPublic } from "./tpmt-public.ts";

/** TPM2B_PUBLIC (TPM 2.0 Part 2, clause 12.2.5): two bytes of size, then TPMT_PUBLIC. This is the form DPS calls "endorsementKey". */
export function encodeTpm2bPublic(value: TpmtPublic): Uint8Array {
  return new ByteWriter().sized(encodeTpmtPublic(value)).finish();
}

/** Reads a TPM2B_PUBLIC and nothing after it. */
export function decodeTpm2bPublic(bytes: Uint8Array): TpmtPublic {
  const reader = new ByteReader(bytes, "TPM2B_PUBLIC");
  const value = readTpm2bPublic(reader);
  reader.end();
  return value;
}

export function readTpm2bPublic(reader: ByteReader): TpmtPublic {
  const inner = new ByteReader(reader.sized(), "TPMT_PUBLIC");
  const value = readTpmtPublic(inner);
  inner.end();
  return value;
}
