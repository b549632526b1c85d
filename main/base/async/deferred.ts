/** A promise with its two ends in one hand. The rejection is marked as seen, so an abandoned deferred cannot crash the process. */
export class Deferred<Value> {
  readonly promise: Promise<Value>;
  resolve!: (value: Value | PromiseLike<Value>) => void;
  reject!: (reason: unknown) => void;

  constructor() {
    this.promise = new Promise<Value>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.promise.catch(() => undefined);
  }
}
