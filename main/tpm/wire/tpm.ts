import { Mutex } from "../../base/async/mutex.ts";
import { sleep } from "../../base/async/sleep.ts";
import { untilAborted } from "../../base/async/until-aborted.ts";
import { within } from "../../base/async/within.ts";
import { baseErrors } from "../../base/errors/base-errors.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import { TPM_RC } from "../spec/tpm-rc.ts";
import type { TpmsAuthCommand } from "../structures/tpms-auth-command.ts";
import type { TpmChannel } from "../tpm-channel.ts";
import { tpmErrors } from "../tpm-errors.ts";
import { type CommandDefinition, decodeReply, encodeRequest } from "./command-definition.ts";
import { encodeCommandMessage } from "./command-message.ts";
import { refusal, RESEND_CODES } from "./refusal.ts";
import { decodeResponseMessage, type ResponseMessage } from "./response-message.ts";

export interface RunOptions {
  /** In the order the command asks for them; none: sent without sessions. */
  readonly authorizations?: readonly TpmsAuthCommand[];
  readonly signal?: AbortSignal | undefined;
}

/** Largest response of any TPM (TPM_PT_MAX_RESPONSE_SIZE is 4096 in all that are known). */
const longestResponse = 4096;
/** Pauses before each resend of a command the TPM was too busy for: twenty seconds in all, as a slow chip tests itself. */
const usualResendPausesMs: readonly number[] = [10, 20, 50, 100, 200, 500, ...Array.from({ length: 19 }, () => 1000)];

/** Passwords by hierarchy (TPM_RH); one that is not in it is empty. */
export type HierarchyPasswords = ReadonlyMap<number, Uint8Array>;

/**
 * A TPM that answers typed commands, one at a time, in the order asked. Made by `connectTpm`. Failures: `tpm.*` for whatever the
 * TPM or its answers do, the channel's own errors unchanged, `station.cancelled` on abort.
 */
export class Tpm {
  /** For `runForHierarchy`. */
  readonly passwords: HierarchyPasswords;
  readonly #channel: TpmChannel;
  readonly #resendPausesMs: readonly number[];
  readonly #mutex = new Mutex();
  #abandoned = false;

  constructor(
    channel: TpmChannel,
    resendPausesMs: readonly number[] = usualResendPausesMs,
    passwords: HierarchyPasswords = new Map(),
  ) {
    this.passwords = passwords;
    this.#channel = channel;
    this.#resendPausesMs = resendPausesMs;
  }

  run<Request, Reply>(
    command: CommandDefinition<Request, Reply>,
    request: Request,
    options: RunOptions = {},
  ): Promise<Reply> {
    return this.#mutex.run(() => this.#run(command, request, options));
  }

  async #run<Request, Reply>(
    command: CommandDefinition<Request, Reply>,
    request: Request,
    options: RunOptions,
  ): Promise<Reply> {
    const authorizations = options.authorizations ?? [];
    const bytes = encodeCommandMessage({
      code: command.code,
      handles: command.handlesOf(request),
      authorizations,
      parameters: encodeRequest(command, request),
    });
    const response = await this.#transmitUntilTaken(command, bytes, options.signal);
    if (response.code !== TPM_RC.SUCCESS) throw refusal(command.name, response.code);
    if (response.authorizations.length !== authorizations.length) {
      throw tpmErrors.malformed(`${command.name}: ${response.authorizations.length} session answers`);
    }
    return readAsMalformed(() => decodeReply(command, response.handle, response.parameters));
  }

  async #transmitUntilTaken<Request, Reply>(
    command: CommandDefinition<Request, Reply>,
    bytes: Uint8Array,
    signal: AbortSignal | undefined,
  ): Promise<ResponseMessage> {
    let response = await this.#transmit(command, bytes, signal);
    for (const pauseMs of this.#resendPausesMs) {
      if (!RESEND_CODES.includes(response.code)) break;
      await sleep(pauseMs, signal);
      response = await this.#transmit(command, bytes, signal);
    }
    return response;
  }

  async #transmit<Request, Reply>(
    command: CommandDefinition<Request, Reply>,
    bytes: Uint8Array,
    signal: AbortSignal | undefined,
  ): Promise<ResponseMessage> {
    // A late answer must never be taken for the next command's: after an abandoned one a new connectTpm is needed.
    if (this.#abandoned) throw tpmErrors.timedOut(`${command.name}: an earlier command was left unanswered`);
    if (signal?.aborted === true) throw baseErrors.cancelled(`${command.name}: aborted before it was sent`);
    const onTimeout = () => tpmErrors.timedOut(`${command.name}: no answer within ${command.timeoutMs} ms`);
    const answer = await within({ ms: command.timeoutMs, signal, onTimeout }, async (inner) => {
      try {
        return await untilAborted(this.#channel.transmit(bytes, inner), inner);
      } catch (error) {
        this.#abandoned ||= inner.aborted;
        throw error;
      }
    });
    if (answer.length > longestResponse) throw tpmErrors.malformed(`${command.name}: answer of ${answer.length} bytes`);
    return readAsMalformed(() => decodeResponseMessage(answer, command.replyHasHandle));
  }
}

/** Short or damaged bytes from a TPM are the TPM's fault, and are named so. */
function readAsMalformed<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (isStationError(error, "station.malformed")) throw tpmErrors.malformed(error.detail, error);
    throw error;
  }
}
