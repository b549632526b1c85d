import { connect, type Socket } from "node:net";
import { Deferred } from "../../base/async/deferred.ts";
import { Mutex } from "../../base/async/mutex.ts";
import { baseErrors } from "../../base/errors/base-errors.ts";
import type { StationError } from "../../base/errors/station-error.ts";
import { tpmErrors } from "../../tpm/tpm-errors.ts";
import type { TpmChannel } from "../../tpm/tpm-channel.ts";
import { FrameCollector } from "./frame-collector.ts";

/** A discrete TPM may take a minute and more for an RSA key. */
const answerMs = 120_000;
const connectMs = 5_000;
const mostResponseBytes = 4096;

/** A TPM behind a TCP port with raw TPM bytes (swtpm's data port, `serveTpm`). One command at a time; rejects with tpm.* or station.cancelled. */
export async function connectTcpTpm(
  host: string,
  port: number,
  signal?: AbortSignal,
): Promise<TpmChannel & { close(): Promise<void> }> {
  const socket = connect({ host, port, noDelay: true });
  try {
    await opened(socket, signal);
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return new TcpTpmChannel(socket);
}

async function opened(socket: Socket, signal: AbortSignal | undefined): Promise<void> {
  const done = new Deferred<void>();
  const stop = watch(signal, connectMs, (error) => done.reject(error));
  const onError = (cause: Error): void => done.reject(tpmErrors.timedOut("cannot reach the TPM's port", cause));
  socket.once("connect", () => done.resolve());
  socket.once("error", onError);
  try {
    await done.promise;
  } finally {
    stop();
    socket.off("error", onError);
    // Nobody may be listening later, and an unheard 'error' ends the process.
    socket.on("error", () => undefined);
  }
}

class TcpTpmChannel implements TpmChannel {
  readonly #socket: Socket;
  readonly #oneAtATime = new Mutex();
  readonly #collector = new FrameCollector(mostResponseBytes);
  readonly #closed = new Deferred<void>();
  #waiting: Deferred<Uint8Array> | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (bytes: Uint8Array) => this.#receive(bytes));
    socket.on("close", () => {
      this.#waiting?.reject(tpmErrors.timedOut("the TPM's connection is closed"));
      this.#closed.resolve();
    });
  }

  transmit(command: Uint8Array, signal?: AbortSignal): Promise<Uint8Array> {
    return this.#oneAtATime.run(() => this.#exchange(command, signal));
  }

  async close(): Promise<void> {
    this.#socket.destroy();
    await this.#closed.promise;
  }

  async #exchange(command: Uint8Array, signal: AbortSignal | undefined): Promise<Uint8Array> {
    if (this.#socket.destroyed) throw tpmErrors.timedOut("the TPM's connection is closed");
    if (signal?.aborted === true) throw baseErrors.cancelled("aborted before the TPM command was sent");
    const answer = new Deferred<Uint8Array>();
    this.#waiting = answer;
    // After an abort or a time-out the late answer would be taken for the next command's: the connection ends with it.
    const stop = watch(signal, answerMs, (error) => this.#fail(error));
    try {
      this.#socket.write(command);
      return await answer.promise;
    } finally {
      stop();
      this.#waiting = undefined;
    }
  }

  #receive(bytes: Uint8Array): void {
    const frames = this.#collector.push(bytes);
    const [frame, ...surplus] = frames ?? [];
    if (frames === undefined || surplus.length > 0 || (frame !== undefined && this.#waiting === undefined)) {
      this.#fail(tpmErrors.malformed("the TPM's port sent bytes that are no answer"));
      return;
    }
    if (frame !== undefined) this.#waiting?.resolve(frame);
  }

  #fail(error: StationError): void {
    this.#waiting?.reject(error);
    this.#socket.destroy();
  }
}

/** Calls `onEnd` once, when the signal aborts or the time is up; returns the way to stop watching. */
function watch(signal: AbortSignal | undefined, ms: number, onEnd: (error: StationError) => void): () => void {
  const timer = setTimeout(() => onEnd(tpmErrors.timedOut(`nothing came within ${ms} ms`)), ms);
  const onAbort = (): void => onEnd(baseErrors.cancelled("aborted while waiting for the TPM"));
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });
  return () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  };
}
