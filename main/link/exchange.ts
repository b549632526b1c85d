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
  readonly reply: Deferred<Reply>;
  /** Made when the request was, so that its stack points at who asked. */
  readonly timeout: StationError;
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
    const { attempts, timeoutMs, signal } = options;
    const what = this.#protocol.describe(request);
    const waiting: Waiting<Request, Reply> = {
      request,
      reply: new Deferred<Reply>(),
      timeout: linkErrors.timeout(`no answer to ${what}: ${attempts} × ${timeoutMs} ms`),
    };
    if (this.#failure !== undefined) throw failedFor(waiting, this.#failure);
    const cancel = (): void => waiting.reply.reject(baseErrors.cancelled(`${what} aborted`));
    if (signal?.aborted === true) cancel();
    signal?.addEventListener("abort", cancel, { once: true });
    this.#waiting.add(waiting);
    try {
      this.#inTurn(waiting, options);
      return await waiting.reply.promise;
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
    for (const waiting of this.#waiting) waiting.reply.reject(failedFor(waiting, reason));
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
    waiting.reply.reject(waiting.timeout);
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
function failedFor<Request, Reply>(waiting: Waiting<Request, Reply>, reason: StationError): StationError {
  const { code, sentence, detail, retry } = reason;
  const error = new StationError({ code, sentence, detail, retry, cause: reason });
  const asked = waiting.timeout.stack?.split("\n").slice(1) ?? [];
  error.stack = [`${error.name}: ${error.message}`, ...asked].join("\n");
  return error;
}
