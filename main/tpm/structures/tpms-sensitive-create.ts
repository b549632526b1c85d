import { ByteReader } from "../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../base/bytes/byte-writer.ts";

/** TPMS_SENSITIVE_CREATE (TPM 2.0 Part 2, clause 11.1.15): the secrets a new object starts with; both empty for a primary key. */
export interface TpmsSensitiveCreate {
  readonly userAuth: Uint8Array;
  readonly data: Uint8Array;
}

export const NO_SENSITIVE: TpmsSensitiveCreate = { userAuth: new Uint8Array(0), data: new Uint8Array(0) };

/** As TPM2B_SENSITIVE_CREATE. */
export function writeTpm2bSensitiveCreate(writer: ByteWriter, value: TpmsSensitiveCreate): void {
  writer.sized(new ByteWriter().sized(value.userAuth).sized(value.data).finish());
}

export function readTpm2bSensitiveCreate(reader: ByteReader): TpmsSensitiveCreate {
  const inner = new ByteReader(reader.sized(), "TPMS_SENSITIVE_CREATE");
  const value = { userAuth: inner.sized(), data: inner.sized() };
  inner.end();
  return value;
}
