import { Mutex } from "../../base/async/mutex.ts";
import { asStationError, baseErrors } from "../../base/errors/base-errors.ts";
import type { StationError } from "../../base/errors/station-error.ts";
import { printerErrors } from "./printer-errors.ts";

/** Labels that wait for one printer. */
const longestQueue = 200;

interface Queue {
  readonly turns: Mutex;
  waiting: number;
  /** Of the last label. */
  problem: StationError | null;
}

/** One queue a printer, one label at a time on each: no printer waits for another, and no slot for any. */
export class PrintQueues {
  readonly #queues = new Map<string, Queue>();
  readonly #closed = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  waiting(printer: string): number {
    return this.#queues.get(printer)?.waiting ?? 0;
  }

  /** Why the last label did not come out; null once one did. */
  problem(printer: string): StationError | null {
    return this.#queues.get(printer)?.problem ?? null;
  }

  /** The printer is another now, or was looked after. */
  note(printer: string, problem: StationError | null): void {
    const queue = this.#queues.get(printer);
    if (queue !== undefined) queue.problem = problem;
    this.#onChange();
  }

  /** Throws `printer.full`, `station.cancelled`, or what the task throws. */
  run<Value>(printer: string, task: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    const queue = this.#queueOf(printer);
    if (queue.waiting >= longestQueue) throw printerErrors.full(`${longestQueue} labels wait for ${printer}`);
    queue.waiting += 1;
    const { signal } = this.#closed;
    const running = queue.turns.run(async () => {
      if (signal.aborted) throw baseErrors.cancelled("station is closing");
      return task(signal);
    });
    const ended = running.then(
      () => this.#ended(queue, null),
      (error: unknown) => this.#ended(queue, asStationError(error)),
    );
    this.#running.add(ended);
    void ended.finally(() => this.#running.delete(ended));
    return running;
  }

  /** Settles all that waits. Idempotent. */
  async close(): Promise<void> {
    this.#closed.abort();
    await Promise.all(this.#running);
  }

  #ended(queue: Queue, error: StationError | null): void {
    queue.waiting -= 1;
    if (error === null) queue.problem = null;
    // What is wrong with a label is not wrong with its printer.
    else if (error.code.startsWith("printer.")) queue.problem = error;
    this.#onChange();
  }

  #queueOf(printer: string): Queue {
    const known = this.#queues.get(printer) ?? { turns: new Mutex(), waiting: 0, problem: null };
    this.#queues.set(printer, known);
    return known;
  }
}
