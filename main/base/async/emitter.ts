/** A list of listeners; one that throws never keeps the others from hearing. */
export class Emitter<Event> {
  readonly #listeners = new Set<(event: Event) => void>();
  readonly #onFault: (error: unknown) => void;

  constructor(onFault: (error: unknown) => void = () => undefined) {
    this.#onFault = onFault;
  }

  /** Returns the way to stop listening. */
  on(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  emit(event: Event): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#onFault(error);
      }
    }
  }
}
