import { ByteReader } from "../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { TPM_RC, TPM_RC_FMT1 } from "../../tpm/spec/tpm-rc.ts";
import { TPM_ST } from "../../tpm/spec/tpm-st.ts";
import { answerAuthorizations } from "./authorization/answer-authorizations.ts";
import { checkAuthorizations } from "./authorization/check-authorizations.ts";
import { readAuthorizations } from "./authorization/read-authorizations.ts";
import { dispatchTable } from "./dispatch-table.ts";
import { LIMITS } from "./limits.ts";
import { resolveHandles } from "./resolve-handles.ts";
import type { TpmCommand, TpmReply } from "./tpm-command.ts";
import type { TpmState } from "./tpm-state.ts";
import { Parameters } from "./wire/parameters.ts";
import { failure, TpmFailure } from "./wire/tpm-failure.ts";

const headerBytes = 10;
const nothing = new Uint8Array();

/**
 * One command buffer in, one response buffer out (TPM 2.0 Part 3, clause 5). Whatever is wrong with the command becomes a
 * response code; a defect of this TPM itself becomes TPM_RC_FAILURE. It never throws.
 */
export async function executeCommand(state: TpmState, bytes: Uint8Array): Promise<Uint8Array> {
  state.lentSlots = 0;
  try {
    return await execute(state, bytes);
  } catch (error) {
    return refusal(error instanceof TpmFailure ? error.code : TPM_RC.FAILURE);
  } finally {
    state.lentSlots = 0;
  }
}

async function execute(state: TpmState, bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes.length < headerBytes || bytes.length > LIMITS.commandBytes) throw failure(TPM_RC.COMMAND_SIZE);
  const reader = new ByteReader(bytes, "TPM command");
  const tag = reader.u16();
  // The specification names TPM_RC_BAD_TAG here; libtpms answers TPM_RC_VALUE, and the practice TPM does as real ones do.
  if (tag !== TPM_ST.SESSIONS && tag !== TPM_ST.NO_SESSIONS) throw failure(TPM_RC_FMT1.VALUE);
  if (reader.u32() !== bytes.length) throw failure(TPM_RC.COMMAND_SIZE);
  const code = reader.u32();
  const command = dispatchTable.get(code);
  if (command === undefined) throw failure(TPM_RC.COMMAND_CODE);
  if (state.started === (command.startsUp === true)) throw failure(TPM_RC.INITIALIZE);
  return run(state, { command, reader, hasSessions: tag === TPM_ST.SESSIONS });
}

interface Request {
  readonly command: TpmCommand;
  readonly reader: ByteReader;
  readonly hasSessions: boolean;
}

async function run(state: TpmState, { command, reader, hasSessions }: Request): Promise<Uint8Array> {
  const entities = await resolveHandles(state, command.handles, reader);
  const authorizations = hasSessions ? readAuthorizations(state, reader) : [];
  const parameters = reader.rest();
  const authorized = { code: command.code, rules: command.handles, entities, parameters, authorizations };
  checkAuthorizations(authorized);
  const context = { state, entities, commands: [...dispatchTable.values()] };
  const reply = await command.run(context, new Parameters(parameters));
  if (!hasSessions) return response(TPM_ST.NO_SESSIONS, concatReply(reply, reply.parameters ?? nothing));
  const answer = reply.parameters ?? nothing;
  const body = new ByteWriter()
    .u32(answer.length)
    .bytes(answer)
    .bytes(answerAuthorizations(state, authorized, answer))
    .finish();
  return response(TPM_ST.SESSIONS, concatReply(reply, body));
}

function concatReply(reply: TpmReply, body: Uint8Array): Uint8Array {
  const writer = new ByteWriter();
  if (reply.handle !== undefined) writer.u32(reply.handle);
  return writer.bytes(body).finish();
}

const response = (tag: number, body: Uint8Array): Uint8Array =>
  new ByteWriter()
    .u16(tag)
    .u32(headerBytes + body.length)
    .u32(TPM_RC.SUCCESS)
    .bytes(body)
    .finish();

const refusal = (code: number): Uint8Array =>
  new ByteWriter().u16(TPM_ST.NO_SESSIONS).u32(headerBytes).u32(code).finish();
