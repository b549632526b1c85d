import { Deferred } from "./deferred.ts";

/** What one side tells as it goes on, for one other side to iterate over. Bounded by whoever pushes. */
export class EventPipe<Event> {
  readonly #waiting: Event[] = [];
  #wake = new Deferred<void>();
  #end: { readonly error?: unknown } | undefined;

  push(event: Event): void {
    this.#waiting.push(event);
    this.#wake.resolve();
  }

  end(): void {
    this.#end ??= {};
    this.#wake.resolve();
  }

  fail(error: unknown): void {
    this.#end ??= { error };
    this.#wake.resolve();
  }

  /** All that was pushed, then the end, or what it failed with. */
  async *events(): AsyncGenerator<Event, void> {
    for (;;) {
      const event = this.#waiting.shift();
      if (event !== undefined) yield event;
      else if (this.#end === undefined) await this.#sleep();
      else if ("error" in this.#end) throw this.#end.error;
      else return;
    }
  }

  async #sleep(): Promise<void> {
    await this.#wake.promise;
    this.#wake = new Deferred<void>();
  }
}
