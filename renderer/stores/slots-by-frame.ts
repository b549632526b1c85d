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

/** So many are drawn in one picture: a slow machine goes on drawing and answering, and 32 at once are there in a tenth of a second. */
const mostPerFrame = 6;

/**
 * Slots say more than a screen can draw: what came since the last picture is shown together, a few slots each time, each as it was last,
 * those first that came to another state. No state is ever passed over, because it is heard too.
 */
export class SlotsByFrame {
  readonly #show: (slots: readonly Slot[]) => void;
  readonly #nextFrame: NextFrame;
  /** Those that have waited longest come first. */
  readonly #waiting = new Map<string, Slot>();
  readonly #shownStates = new Map<string, Slot["state"]>();
  #asked = false;

  constructor(show: (slots: readonly Slot[]) => void, frame: NextFrame = nextFrame) {
    this.#show = show;
    this.#nextFrame = frame;
  }

  put(slot: Slot): void {
    const before = this.#waiting.get(slot.id);
    if (before !== undefined && before.state !== slot.state) this.#showThese([before]);
    this.#waiting.set(slot.id, slot);
    this.#ask();
  }

  /** What waits is shown now. */
  show(): void {
    this.#showThese([...this.#waiting.values()]);
  }

  #ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#nextFrame(() => {
      this.#asked = false;
      const waiting = [...this.#waiting.values()];
      const isNew = ({ id, state }: Slot) => this.#shownStates.get(id) !== state;
      const inTurn = [...waiting.filter(isNew), ...waiting.filter((slot) => !isNew(slot))];
      this.#showThese(inTurn.slice(0, mostPerFrame));
      if (this.#waiting.size > 0) this.#ask();
    });
  }

  #showThese(slots: readonly Slot[]): void {
    if (slots.length === 0) return;
    for (const { id, state } of slots) {
      this.#waiting.delete(id);
      this.#shownStates.set(id, state);
    }
    this.#show(slots);
  }
}
