import { ByteReader } from "../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { baseErrors } from "../../base/errors/base-errors.ts";

/** SMP operations as in the header; an answer's is its request's with bit 0 set. */
export const smpOperation = { read: 0, readReply: 1, write: 2, writeReply: 3 } as const;

/** One SMP message (Zephyr, smp_protocol.rst): the fields of the 8-byte header, and the CBOR map after it. */
export interface SmpMessage {
  /** 0 for v1 (legacy), 1 for v2. */
  readonly version: 0 | 1;
  readonly operation: 0 | 1 | 2 | 3;
  readonly group: number;
  readonly sequence: number;
  readonly command: number;
  readonly body: Uint8Array;
}

export const smpHeaderBytes = 8;

export function encodeSmpMessage(message: SmpMessage): Uint8Array {
  return new ByteWriter()
    .u8((message.version << 3) | message.operation)
    .u8(0)
    .u16(message.body.length)
    .u16(message.group)
    .u8(message.sequence)
    .u8(message.command)
    .bytes(message.body)
    .finish();
}

/** Throws `station.malformed` unless the bytes are one whole message of version 1 or 2. */
export function decodeSmpMessage(bytes: Uint8Array): SmpMessage {
  const reader = new ByteReader(bytes, "SMP message");
  const first = reader.u8();
  const version = readVersion(first);
  const operation = readOperation(first);
  reader.u8(); // flags: none is defined, and a receiver ignores them
  const length = reader.u16();
  const group = reader.u16();
  const sequence = reader.u8();
  const command = reader.u8();
  const body = reader.bytes(length);
  reader.end();
  return { version, operation, group, sequence, command, body };
}

function readVersion(first: number): 0 | 1 {
  const version = first >> 3;
  if (version !== 0 && version !== 1) throw baseErrors.malformed(`SMP version bits ${version}`);
  return version;
}

function readOperation(first: number): SmpMessage["operation"] {
  const operation = first & 7;
  if (operation !== 0 && operation !== 1 && operation !== 2 && operation !== 3) {
    throw baseErrors.malformed(`SMP operation ${operation}`);
  }
  return operation;
}
