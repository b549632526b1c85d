/** A scanner types faster than any hand: at most this many ms between two keys, and some need longer for the Enter. */
const keyGapMs = 50;
const enterGapMs = 120;
const shortestCode = 4;
const longestCode = 256;

/**
 * Finds scans among key presses: printable keys in quick succession, closed by Enter or Tab. A hand that types, however
 * quickly, is not one. Times are the key events' own, so a busy page does not blur them.
 */
export class ScanBurst {
  #code = "";
  #last = Number.NEGATIVE_INFINITY;

  /** True while keys come quicker than a hand's, so that the page can keep their side effects away. */
  get isOpen(): boolean {
    return this.#code.length > 1;
  }

  /** Takes one key press (`KeyboardEvent.key`, its time in ms); gives the code when this key completes a scan. */
  press(key: string, atMs: number): string | undefined {
    const gap = atMs - this.#last;
    if (key === "Enter" || key === "Tab") {
      const code = gap <= enterGapMs && this.#code.length >= shortestCode ? this.#code : undefined;
      this.reset();
      return code;
    }
    // Shift and the like come between the characters of a code; they are not part of it.
    if (key.length !== 1) {
      if (!modifierKeys.has(key)) this.reset();
      return undefined;
    }
    this.#code = gap <= keyGapMs && this.#code.length < longestCode ? this.#code + key : key;
    this.#last = atMs;
    return undefined;
  }

  reset(): void {
    this.#code = "";
    this.#last = Number.NEGATIVE_INFINITY;
  }
}

const modifierKeys = new Set(["Shift", "CapsLock", "AltGraph"]);
