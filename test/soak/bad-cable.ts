import { setTimeout as delay } from "node:timers/promises";
import { concatBytes } from "../../main/base/bytes/bytes.ts";
import type { Link } from "../../main/link/link.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** What goes wrong while one unit is in its slot. */
export const cableFaults = [
  "none",
  "unplugged",
  "swapped",
  "garbage",
  "stalled",
  "slow",
  "answers-twice",
  "answers-late",
] as const;
export type CableFault = (typeof cableFaults)[number];

export interface BadCableOptions {
  readonly fault: CableFault;
  readonly random: SeededRandom;
  /** An answer this late comes after the station has asked again. */
  readonly lateMs: number;
  /** Pulls the plug, or puts another unit in at once. */
  readonly onPull: () => void;
}

/** A unit with a certificate gives some twenty answers. */
const mostAnswersBefore = 20;

/** The device's end of a cable that spoils what the device says. Bytes still in it when the plug is pulled can be had by `late`. */
export class BadCable implements Link {
  readonly #link: Link;
  readonly #options: BadCableOptions;
  readonly #faultAt: number;
  readonly #held: Uint8Array[] = [];
  #answers = 0;
  #pulled = false;

  constructor(link: Link, options: BadCableOptions) {
    this.#link = link;
    this.#options = options;
    this.#faultAt = 1 + options.random.below(mostAnswersBefore);
  }

  get address(): string {
    return this.#link.address;
  }

  get isOpen(): boolean {
    return this.#link.isOpen;
  }

  /** What the device said too late for its own insertion. */
  get late(): Uint8Array {
    return concatBytes(...this.#held);
  }

  listen(listener: Parameters<Link["listen"]>[0]): () => void {
    return this.#link.listen(listener);
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#answers += 1;
    const { fault, random } = this.#options;
    if (fault === "none") return await this.#link.write(bytes);
    if (fault === "slow") return await this.#slowly(bytes);
    if (fault === "garbage") return await this.#link.write(random.chance(0.2) ? this.#spoilt(bytes) : bytes);
    if (fault === "answers-twice")
      return await this.#link.write(random.chance(0.5) ? concatBytes(bytes, bytes) : bytes);
    if (fault === "answers-late") return await this.#late(bytes);
    if (this.#answers < this.#faultAt) return await this.#link.write(bytes);
    this.#held.push(bytes);
    if (fault !== "stalled") await this.#pull(bytes);
  }

  async #pull(bytes: Uint8Array): Promise<void> {
    if (this.#pulled) return;
    this.#pulled = true;
    const { random, onPull } = this.#options;
    await this.#link.write(bytes.subarray(0, random.below(bytes.length + 1)));
    if (random.chance(0.5)) await new Promise(setImmediate);
    onPull();
  }

  async #slowly(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const size = 1 + this.#options.random.below(400);
      await this.#link.write(bytes.subarray(at, at + size));
      at += size;
      await new Promise(setImmediate);
    }
  }

  async #late(bytes: Uint8Array): Promise<void> {
    const { random, lateMs } = this.#options;
    if (!random.chance(0.05)) return await this.#link.write(bytes);
    this.#held.push(bytes);
    await delay(lateMs);
    if (this.#link.isOpen) await this.#link.write(bytes);
  }

  #spoilt(bytes: Uint8Array): Uint8Array {
    const { random } = this.#options;
    const at = random.below(bytes.length);
    const kind = random.below(3);
    if (kind === 0) return bytes.map((byte, index) => (index === at ? byte ^ (1 + random.below(255)) : byte));
    if (kind === 1) return concatBytes(bytes.subarray(0, at), random.bytes(random.below(600)), bytes.subarray(at));
    return concatBytes(bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(20)));
  }
}
