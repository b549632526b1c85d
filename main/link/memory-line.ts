import { linkErrors } from "./link-errors.ts";

interface Parcel {
  readonly bytes: Uint8Array;
  readonly dueMs: number;
}

const bitsPerByte = 10;
/** Bytes the line takes ahead of sending them, as a tty's kernel buffer does. */
const bufferBytes = 4096;

/** One direction of a memory link: parcels arrive in order, each when its last bit would have left the wire. */
export class MemoryLine {
  readonly #deliver: (bytes: Uint8Array) => void;
  readonly #msPerByte: number;
  readonly #parcels: Parcel[] = [];
  readonly #waiting = new Set<() => void>();
  #freeAtMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #isCut = false;

  constructor(deliver: (bytes: Uint8Array) => void, bitsPerSecond?: number) {
    this.#deliver = deliver;
    this.#msPerByte = bitsPerSecond === undefined ? 0 : (bitsPerByte * 1000) / bitsPerSecond;
  }

  /** Resolves when no more than 4 KiB waits behind the parcel that is on its way. */
  async send(bytes: Uint8Array): Promise<void> {
    if (this.#isCut) throw linkErrors.lost("memory line cut");
    this.#freeAtMs = Math.max(performance.now(), this.#freeAtMs) + bytes.length * this.#msPerByte;
    this.#parcels.push({ bytes: Uint8Array.from(bytes), dueMs: this.#freeAtMs });
    this.#schedule();
    while (!this.#isCut && this.#backlogBytes() > bufferBytes) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** Delivers what has arrived by now and forgets the rest. */
  cut(): void {
    if (this.#isCut) return;
    this.#deliverDue();
    this.#isCut = true;
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#parcels.length = 0;
    this.#wake();
  }

  #backlogBytes(): number {
    return this.#parcels.slice(1).reduce((sum, parcel) => sum + parcel.bytes.length, 0);
  }

  #schedule(): void {
    const next = this.#parcels[0];
    if (next === undefined || this.#timer !== undefined || this.#immediate !== undefined || this.#isCut) return;
    // A timer may come a millisecond late, as long as it takes a dozen bytes to pass: the rest is waited for turn by turn.
    const waitMs = Math.floor(next.dueMs - performance.now()) - 1;
    if (waitMs >= 1) this.#timer = setTimeout(this.#arrived, waitMs);
    else this.#immediate = setImmediate(this.#arrived);
  }

  readonly #arrived = (): void => {
    this.#timer = undefined;
    this.#immediate = undefined;
    this.#deliverDue();
    this.#schedule();
  };

  #deliverDue(): void {
    const nowMs = performance.now();
    for (let next = this.#parcels[0]; next !== undefined && next.dueMs <= nowMs; next = this.#parcels[0]) {
      this.#parcels.shift();
      this.#deliver(next.bytes);
    }
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
