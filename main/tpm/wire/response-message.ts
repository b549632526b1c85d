import { ByteReader } from "../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { TPM_RC } from "../spec/tpm-rc.ts";
import { TPM_ST } from "../spec/tpm-st.ts";
import {
  readTpmsAuthResponse,
  type TpmsAuthResponse,
  writeTpmsAuthResponse,
} from "../structures/tpms-auth-response.ts";
import { tpmErrors } from "../tpm-errors.ts";

/** A TPM response (TPM 2.0 Part 1, clause 18.3). When `code` is not 0 there is nothing after it. */
export interface ResponseMessage {
  /** TPM_RC. */
  readonly code: number;
  /** The handle of what the command made, for the commands that make something. */
  readonly handle: number | undefined;
  readonly parameters: Uint8Array;
  /** One per authorization of the command; empty for a command without sessions. */
  readonly authorizations: readonly TpmsAuthResponse[];
}

const headerSize = 10;

/** A refusal: header and response code only. */
export function encodeRefusal(code: number): Uint8Array {
  // Part 3, clause 5.2: a TPM 2.0 answers even a TPM 1.2 header with TPM_RC_BAD_TAG under the 1.2 tag.
  const tag = code === TPM_RC.BAD_TAG ? TPM_ST.RSP_COMMAND : TPM_ST.NO_SESSIONS;
  return new ByteWriter().u16(tag).u32(headerSize).u32(code).finish();
}

export function encodeResponseMessage(message: ResponseMessage): Uint8Array {
  if (message.code !== TPM_RC.SUCCESS) return encodeRefusal(message.code);
  const body = new ByteWriter();
  if (message.handle !== undefined) body.u32(message.handle);
  const withSessions = message.authorizations.length > 0;
  if (withSessions) body.u32(message.parameters.length);
  body.bytes(message.parameters);
  for (const authorization of message.authorizations) writeTpmsAuthResponse(body, authorization);
  const payload = body.finish();
  return new ByteWriter()
    .u16(withSessions ? TPM_ST.SESSIONS : TPM_ST.NO_SESSIONS)
    .u32(headerSize + payload.length)
    .u32(TPM_RC.SUCCESS)
    .bytes(payload)
    .finish();
}

/** Reads a response buffer; `hasHandle` as the command defines it. Throws `tpm.malformed` or `station.malformed`, never on a response code. */
export function decodeResponseMessage(bytes: Uint8Array, hasHandle: boolean): ResponseMessage {
  const reader = new ByteReader(bytes, "TPM response");
  const tag = reader.u16();
  const size = reader.u32();
  const code = reader.u32();
  if (size !== bytes.length) throw tpmErrors.malformed(`response of ${bytes.length} bytes says it has ${size}`);
  if (code !== TPM_RC.SUCCESS) return refusal(code, tag, reader);
  if (tag !== TPM_ST.SESSIONS && tag !== TPM_ST.NO_SESSIONS)
    throw tpmErrors.malformed(`response tag 0x${tag.toString(16)}`);
  const handle = hasHandle ? reader.u32() : undefined;
  if (tag === TPM_ST.NO_SESSIONS) return { code, handle, parameters: reader.rest(), authorizations: [] };
  const parameters = reader.bytes(reader.u32());
  const authorizations: TpmsAuthResponse[] = [];
  while (reader.remaining > 0) authorizations.push(readTpmsAuthResponse(reader));
  return { code, handle, parameters, authorizations };
}

function refusal(code: number, tag: number, reader: ByteReader): ResponseMessage {
  if (tag !== TPM_ST.NO_SESSIONS && tag !== TPM_ST.RSP_COMMAND) {
    throw tpmErrors.malformed(`refusal 0x${code.toString(16)} under tag 0x${tag.toString(16)}`);
  }
  reader.end();
  return { code, handle: undefined, parameters: new Uint8Array(0), authorizations: [] };
}
