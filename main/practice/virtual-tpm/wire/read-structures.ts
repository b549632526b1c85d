import { ByteReader } from "../../../base/bytes/byte-reader.ts";
import { isStationError } from "../../../base/errors/station-error.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { failure, TpmFailure } from "./tpm-failure.ts";

/** Reads one thing and gives any refusal its place: bytes that ran out are TPM_RC_INSUFFICIENT. */
export function readAt<Value>(place: (code: number) => TpmFailure, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof TpmFailure) throw place(error.code);
    if (isStationError(error, "station.malformed")) throw place(TPM_RC_FMT1.INSUFFICIENT);
    throw error;
  }
}

/** A TPM2B of at most `most` bytes; a longer one is TPM_RC_SIZE. */
export function sizedAtMost(reader: ByteReader, most: number): Uint8Array {
  const size = reader.u16();
  if (size > most) throw failure(TPM_RC_FMT1.SIZE);
  return reader.bytes(size);
}

/** A TPM2B around a structure that must fill it exactly, else TPM_RC_SIZE. */
export function sizedStructure<Value>(reader: ByteReader, read: (inner: ByteReader) => Value): Value {
  const size = reader.u16();
  if (size === 0) throw failure(TPM_RC_FMT1.SIZE);
  const inner = new ByteReader(reader.bytes(size), "sized structure");
  const value = read(inner);
  if (inner.remaining > 0) throw failure(TPM_RC_FMT1.SIZE);
  return value;
}

/** A value that must be one of a list, else the given code. */
export function oneOf(value: number, allowed: readonly number[], code: number): number {
  if (!allowed.includes(value)) throw failure(code);
  return value;
}
