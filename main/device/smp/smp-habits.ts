/** Two: one lost request must not make a whole lot be spoken to in the old version. */
const oldVersionAfter = 2;

/**
 * What the firmware of one product has shown of itself, so that its next unit need not show it again: the older protocol it
 * answers only, the longest message that got through. A wrong guess costs a repeated request, never a unit.
 */
export class SmpHabits {
  #answeredInOldVersion = 0;
  #longestMessage = Number.POSITIVE_INFINITY;

  /** The version to try first. */
  get version(): 0 | 1 {
    return this.#answeredInOldVersion >= oldVersionAfter ? 0 : 1;
  }

  /** Bytes, header and map; whatever the device says it takes. */
  get longestMessage(): number {
    return this.#longestMessage;
  }

  /** A conversation's first answer came in this version. */
  answeredIn(version: 0 | 1): void {
    this.#answeredInOldVersion = version === 0 ? this.#answeredInOldVersion + 1 : 0;
  }

  /** Longer messages were lost. */
  lostBeyond(bytes: number): void {
    this.#longestMessage = Math.min(this.#longestMessage, bytes);
  }
}
