import { ByteReader } from "../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { TPM_ST } from "../spec/tpm-st.ts";
import { readTpmsAuthCommand, type TpmsAuthCommand, writeTpmsAuthCommand } from "../structures/tpms-auth-command.ts";
import { tpmErrors } from "../tpm-errors.ts";

/** A TPM command (TPM 2.0 Part 1, clause 18.2): header, handles, authorizations if there are any, parameters. */
export interface CommandMessage {
  /** TPM_CC. */
  readonly code: number;
  readonly handles: readonly number[];
  /** Empty: the command is sent with tag TPM_ST_NO_SESSIONS. */
  readonly authorizations: readonly TpmsAuthCommand[];
  readonly parameters: Uint8Array;
}

const headerSize = 10;

export function encodeCommandMessage(message: CommandMessage): Uint8Array {
  const body = new ByteWriter();
  for (const handle of message.handles) body.u32(handle);
  if (message.authorizations.length > 0) {
    const area = new ByteWriter();
    for (const authorization of message.authorizations) writeTpmsAuthCommand(area, authorization);
    const bytes = area.finish();
    body.u32(bytes.length).bytes(bytes);
  }
  const payload = body.bytes(message.parameters).finish();
  return new ByteWriter()
    .u16(message.authorizations.length > 0 ? TPM_ST.SESSIONS : TPM_ST.NO_SESSIONS)
    .u32(headerSize + payload.length)
    .u32(message.code)
    .bytes(payload)
    .finish();
}

/** The command code of a command buffer, without reading further. */
export function commandCodeOf(bytes: Uint8Array): number {
  const reader = new ByteReader(bytes, "TPM command");
  reader.bytes(6);
  return reader.u32();
}

/** Reads a command buffer; `handleCount` says how many handles that command takes. Throws `tpm.malformed` or `station.malformed`. */
export function decodeCommandMessage(bytes: Uint8Array, handleCount: (code: number) => number): CommandMessage {
  const reader = new ByteReader(bytes, "TPM command");
  const tag = reader.u16();
  const size = reader.u32();
  if (tag !== TPM_ST.SESSIONS && tag !== TPM_ST.NO_SESSIONS)
    throw tpmErrors.malformed(`command tag 0x${tag.toString(16)}`);
  if (size !== bytes.length) throw tpmErrors.malformed(`command of ${bytes.length} bytes says it has ${size}`);
  const code = reader.u32();
  const handles = Array.from({ length: handleCount(code) }, () => reader.u32());
  const authorizations = tag === TPM_ST.SESSIONS ? readAuthorizations(reader) : [];
  return { code, handles, authorizations, parameters: reader.rest() };
}

function readAuthorizations(reader: ByteReader): readonly TpmsAuthCommand[] {
  const area = new ByteReader(reader.bytes(reader.u32()), "TPM session area");
  const authorizations: TpmsAuthCommand[] = [];
  while (area.remaining > 0) authorizations.push(readTpmsAuthCommand(area));
  // Part 1, clause 16.4: one to three sessions.
  if (authorizations.length === 0 || authorizations.length > 3) {
    throw tpmErrors.malformed(`${authorizations.length} authorizations in a session area`);
  }
  return authorizations;
}
