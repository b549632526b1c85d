import type { Slot } from "../../main/api/contract/index.ts";

/** Calls back before the next picture is drawn, or soon where none is drawn because nobody looks. */
export type NextFrame = (task: () => void) => void;

const unseenMs = 100;

export const nextFrame: NextFrame = (task) => {
  const once = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    task();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, unseenMs);
};

/**
 * Slots say more than a screen can draw: what came since the last picture is shown at once, each slot as it was last. A slot that
 * comes from one state to another is never passed over, because it is heard too.
 */
export class SlotsByFrame {
  readonly #show: (slots: readonly Slot[]) => void;
  readonly #nextFrame: NextFrame;
  readonly #waiting = new Map<string, Slot>();
  #asked = false;

  constructor(show: (slots: readonly Slot[]) => void, frame: NextFrame = nextFrame) {
    this.#show = show;
    this.#nextFrame = frame;
  }

  put(slot: Slot): void {
    const before = this.#waiting.get(slot.id);
    if (before !== undefined && before.state !== slot.state) this.show();
    this.#waiting.set(slot.id, slot);
    if (this.#asked) return;
    this.#asked = true;
    this.#nextFrame(() => {
      this.#asked = false;
      this.show();
    });
  }

  /** What waits is shown now. */
  show(): void {
    if (this.#waiting.size === 0) return;
    const slots = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#show(slots);
  }
}
