import { ByteReader } from "../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { tpmErrors } from "../tpm-errors.ts";

/**
 * One TPM command: its codes, its handles and both directions of its parameters, so that the station and the virtual TPM read
 * one source. Each command is one file in commands/.
 */
export interface CommandDefinition<Request, Reply> {
  /** As TPM 2.0 Part 3 writes it, without `TPM2_`. */
  readonly name: string;
  /** TPM_CC. */
  readonly code: number;
  readonly requestHandleCount: number;
  readonly replyHasHandle: boolean;
  /** Longest time a slow TPM may take, wire not included. */
  readonly timeoutMs: number;
  readonly handlesOf: (request: Request) => readonly number[];
  readonly writeRequest: (writer: ByteWriter, request: Request) => void;
  readonly readRequest: (reader: ByteReader, handles: readonly number[]) => Request;
  /** The handle in the reply's handle area; undefined for commands without one. */
  readonly replyHandleOf: (reply: Reply) => number | undefined;
  readonly writeReply: (writer: ByteWriter, reply: Reply) => void;
  readonly readReply: (reader: ByteReader, handle: number) => Reply;
}

/** For commands whose reply has no handle. */
export const noReplyHandle = (): undefined => undefined;

/** Longest time for commands that do no public-key work. */
export const QUICK_MS = 10_000;
/** Longest time for one private-key operation on a slow chip. */
export const PRIVATE_KEY_MS = 30_000;
/** RSA key generation: seconds as a rule, but a slow chip looking for primes has been seen to take over a minute. */
export const KEY_GENERATION_MS = 180_000;

/** The handle at a place of the handle area; the message reader has made sure that it is there. */
export function handleAt(handles: readonly number[], index: number): number {
  const handle = handles[index];
  if (handle === undefined) throw tpmErrors.malformed(`handle ${index + 1} is missing`);
  return handle;
}

export const encodeRequest = <Request, Reply>(
  command: CommandDefinition<Request, Reply>,
  request: Request,
): Uint8Array => {
  const writer = new ByteWriter();
  command.writeRequest(writer, request);
  return writer.finish();
};

/** The parameters of a request, read to their end. `handles` has as many as the command takes. */
export function decodeRequest<Request, Reply>(
  command: CommandDefinition<Request, Reply>,
  handles: readonly number[],
  parameters: Uint8Array,
): Request {
  const reader = new ByteReader(parameters, `${command.name} request`);
  const request = command.readRequest(reader, handles);
  reader.end();
  return request;
}

export const encodeReply = <Request, Reply>(command: CommandDefinition<Request, Reply>, reply: Reply): Uint8Array => {
  const writer = new ByteWriter();
  command.writeReply(writer, reply);
  return writer.finish();
};

/** The parameters of a reply, read to their end. */
export function decodeReply<Request, Reply>(
  command: CommandDefinition<Request, Reply>,
  handle: number | undefined,
  parameters: Uint8Array,
): Reply {
  const reader = new ByteReader(parameters, `${command.name} reply`);
  const reply = command.readReply(reader, handle ?? 0);
  reader.end();
  return reply;
}
