import { Deferred } from "../base/async/deferred.ts";
import { Mutex } from "../base/async/mutex.ts";
import { baseErrors } from "../base/errors/base-errors.ts";
import { StationError } from "../base/errors/station-error.ts";
import { linkErrors } from "./link-errors.ts";

/** How one protocol sends a request, tells its reply from any other, and names it in an error. */
export interface ExchangeProtocol<Request, Reply> {
  readonly send: (request: Request, signal: AbortSignal) => Promise<void>;
  readonly matches: (request: Request, reply: Reply) => boolean;
  readonly describe: (request: Request) => string;
}

export interface ExchangeOptions {
  /** For one attempt, from the start of sending it. */
  readonly timeoutMs: number;
  /** How often the request is sent at most; more than 1 only for requests that may arrive twice. */
  readonly attempts: number;
  readonly signal?: AbortSignal | undefined;
}

/** Given as the reason of every abort, so that none makes an exception with a stack nobody sees. */
const attemptIsOver = "the attempt is over";

interface Waiting<Request, Reply> {
  readonly request: Request;
  readonly reply: Deferred<Reply | Failed>;
}

/** Why there is no reply. The error is made by the request itself, so that its stack points at who asked, and costs nothing before. */
class Failed {
  readonly makeError: () => StationError;

  constructor(makeError: () => StationError) {
    this.makeError = makeError;
  }
}

/**
 * Request and reply over a link, one in flight and the others in the order asked. A reply that matches nothing in flight
 * is dropped and counted, never kept for a later request. `fail` settles everything that waits, now and later.
 */
export class Exchange<Request, Reply> {
  readonly #protocol: ExchangeProtocol<Request, Reply>;
  readonly #turns = new Mutex();
  readonly #waiting = new Set<Waiting<Request, Reply>>();
  #inFlight: Waiting<Request, Reply> | undefined;
  #failure: StationError | undefined;
  #droppedReplies = 0;

  constructor(protocol: ExchangeProtocol<Request, Reply>) {
    this.#protocol = protocol;
  }

  /** Replies that nobody was waiting for. */
  get droppedReplies(): number {
    return this.#droppedReplies;
  }

  /** Rejects `link.timeout` after the last attempt, `station.cancelled` on abort, or what `fail` was given. */
  async request(request: Request, options: ExchangeOptions): Promise<Reply> {
    const { signal } = options;
    const waiting: Waiting<Request, Reply> = { request, reply: new Deferred() };
    if (this.#failure !== undefined) throw failedFor(this.#failure);
    const cancelled = new Failed(() => baseErrors.cancelled(`${this.#protocol.describe(request)} aborted`));
    const cancel = (): void => waiting.reply.resolve(cancelled);
    if (signal?.aborted === true) cancel();
    signal?.addEventListener("abort", cancel, { once: true });
    this.#waiting.add(waiting);
    try {
      this.#inTurn(waiting, options);
      const reply = await waiting.reply.promise;
      if (reply instanceof Failed) throw reply.makeError();
      return reply;
    } finally {
      this.#waiting.delete(waiting);
      signal?.removeEventListener("abort", cancel);
    }
  }

  /** Hands in what the link brought. */
  deliver(reply: Reply): void {
    const waiting = this.#inFlight;
    if (waiting !== undefined && this.#protocol.matches(waiting.request, reply)) waiting.reply.resolve(reply);
    else this.#droppedReplies += 1;
  }

  /** The link is gone: everything that waits fails with this, and so does whatever is asked later. Only the first counts. */
  fail(reason: StationError): void {
    this.#failure ??= reason;
    const failed = new Failed(() => failedFor(reason));
    for (const { reply } of this.#waiting) reply.resolve(failed);
  }

  #inTurn(waiting: Waiting<Request, Reply>, options: ExchangeOptions): void {
    const turn = this.#turns.run(async () => {
      // Settled while it stood in the queue: cancelled, or the link was lost.
      if (!this.#waiting.has(waiting)) return;
      this.#inFlight = waiting;
      try {
        await this.#attempt(waiting, options);
      } finally {
        this.#inFlight = undefined;
      }
    });
    turn.catch((error: unknown) => waiting.reply.reject(error));
  }

  async #attempt(waiting: Waiting<Request, Reply>, { attempts, timeoutMs }: ExchangeOptions): Promise<void> {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      if (await this.#sendAndWait(waiting, timeoutMs)) return;
    }
    const what = this.#protocol.describe(waiting.request);
    waiting.reply.resolve(new Failed(() => linkErrors.timeout(`no answer to ${what}: ${attempts} × ${timeoutMs} ms`)));
  }

  /** True when the request is settled, false when its time ran out. */
  async #sendAndWait(waiting: Waiting<Request, Reply>, timeoutMs: number): Promise<boolean> {
    const late = new Deferred<boolean>();
    const writing = new AbortController();
    const timer = setTimeout(() => late.resolve(false), timeoutMs);
    const settled = waiting.reply.promise.then(
      () => true,
      () => true,
    );
    // A write that fails settles the request; a blocked one is aborted together with the attempt.
    this.#protocol.send(waiting.request, writing.signal).catch((error: unknown) => {
      if (!writing.signal.aborted) waiting.reply.reject(error);
    });
    try {
      return await Promise.race([settled, late.promise]);
    } finally {
      clearTimeout(timer);
      writing.abort(attemptIsOver);
    }
  }
}

/** The same failure with the stack of the request. */
function failedFor(reason: StationError): StationError {
  const { code, sentence, detail, retry } = reason;
  return new StationError({ code, sentence, detail, retry, cause: reason });
}
