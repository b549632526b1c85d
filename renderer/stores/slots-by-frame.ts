import type { Slot } from "../../main/api/contract/index.ts";

/** Calls back before the next picture is drawn, or soon where none is drawn because nobody looks. */
export type NextFrame = (task: () => void) => void;

const unseenMs = 100;

const nextFrame: NextFrame = (task) => {
  const once = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    task();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, unseenMs);
};

/**
 * So many that came to another state are drawn in one picture, and steps only as far as there are few of those: a slow machine goes on
 * drawing and answering, 32 results at once are there in a tenth of a second, and each ring moves several times in one.
 */
const mostPerFrame = { changed: 6, withSteps: 4 };
/** States of one slot that wait to be told, at most: where nobody looks, pictures are far apart. */
const mostStates = 4;

/**
 * Slots say more than a screen can draw: what came since the last picture is shown together, a few slots each time, those first that came
 * to another state. No state of a slot is passed over, because it is heard too: all are told one after the other before the picture is
 * drawn, which has the last.
 */
export class SlotsByFrame {
  readonly #show: (slots: readonly Slot[]) => void;
  readonly #nextFrame: NextFrame;
  /** Of each slot its states in turn, each as it was last. Those that have waited longest come first. */
  readonly #waiting = new Map<string, Slot[]>();
  readonly #shownStates = new Map<string, Slot["state"]>();
  #asked = false;

  constructor(show: (slots: readonly Slot[]) => void, frame: NextFrame = nextFrame) {
    this.#show = show;
    this.#nextFrame = frame;
  }

  put(slot: Slot): void {
    const states = this.#waiting.get(slot.id) ?? [];
    this.#waiting.set(slot.id, states);
    if (states.at(-1)?.state === slot.state) states.pop();
    states.push(slot);
    if (states.length > mostStates) this.#show(states.splice(0, 1));
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
      const isNew = (states: readonly Slot[]) => states.some(({ id, state }) => this.#shownStates.get(id) !== state);
      const changed = waiting.filter(isNew).slice(0, mostPerFrame.changed);
      const room = Math.max(0, mostPerFrame.withSteps - changed.length);
      this.#showThese([...changed, ...waiting.filter((states) => !isNew(states)).slice(0, room)]);
      if (this.#waiting.size > 0) this.#ask();
    });
  }

  #showThese(slots: readonly (readonly Slot[])[]): void {
    const most = Math.max(0, ...slots.map(({ length }) => length));
    for (const states of slots)
      for (const { id, state } of states) {
        this.#waiting.delete(id);
        this.#shownStates.set(id, state);
      }
    // What each was before comes first, so that the last picture has them all.
    for (let before = most; before > 0; before -= 1) this.#show(slots.flatMap((states) => states.at(-before) ?? []));
  }
}
