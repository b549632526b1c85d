/** Tasks that nobody waits for while they run, but somebody has to at the end. A failed one is told to `onFault`. */
export class Errands {
  readonly #running = new Set<Promise<void>>();
  readonly #onFault: (error: unknown, errand: string) => void;

  constructor(onFault: (error: unknown, errand: string) => void) {
    this.#onFault = onFault;
  }

  /** `errand` names the task for whoever reads of its failure. */
  run(errand: string, task: () => Promise<void>): void {
    const running = task()
      .catch((error: unknown) => {
        this.#onFault(error, errand);
      })
      .finally(() => {
        this.#running.delete(running);
      });
    this.#running.add(running);
  }

  /** Resolves when no task is running any more; those begun meanwhile are waited for too. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
