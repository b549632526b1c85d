import { describe, expect, it } from "vitest";
import type { Slot } from "../../../../main/api/contract/index.ts";
import { SlotsByFrame } from "../../../../renderer/stores/slots-by-frame.ts";
import { busySlot } from "../../../bench/screens/busy-slots.ts";

const running = (name: string, step: number): Slot => busySlot(name, step);
const passed = (name: string): Slot => busySlot(name, 8);

function shownByFrame() {
  const frames: (() => void)[] = [];
  const shown: string[] = [];
  const said = ({ name, state, step }: Slot) => `${name} ${state} ${step?.number ?? "-"}`;
  const slots = new SlotsByFrame(
    (changed) => shown.push(changed.map(said).join(", ")),
    (task) => frames.push(task),
  );
  return { slots, shown, frames };
}

describe("what slots say, by frame", () => {
  it("is shown once a frame, each slot as it was last", () => {
    const { slots, shown, frames } = shownByFrame();
    for (const step of [0, 1, 2]) for (const name of ["1", "2"]) slots.put(running(name, step));
    expect(shown).toEqual([]);
    expect(frames).toHaveLength(1);
    frames.shift()?.();
    expect(shown).toEqual(["1 running 3, 2 running 3"]);
    slots.put(running("1", 3));
    frames.shift()?.();
    expect(shown.at(-1)).toBe("1 running 4");
  });

  it("passes over no state: what is heard must have been there, if only for a moment", () => {
    const { slots, shown, frames } = shownByFrame();
    slots.put(running("1", 6));
    slots.put(running("1", 7));
    slots.put(passed("1"));
    slots.put(running("2", 0));
    slots.put(busySlot("1", 12));
    expect(shown).toEqual([]);
    frames.shift()?.();
    expect(shown).toEqual(["1 running 8", "1 pass -", "1 waiting -, 2 running 1"]);
    slots.show();
    expect(shown).toHaveLength(3);
  });

  it("keeps few states where no picture is drawn: the oldest is told meanwhile", () => {
    const { slots, shown } = shownByFrame();
    for (let round = 0; round < 3; round += 1) {
      slots.put(running("1", round));
      slots.put(passed("1"));
    }
    expect(shown).toEqual(["1 running 1", "1 pass -"]);
    slots.show();
    expect(shown.slice(2)).toEqual(["1 running 2", "1 pass -", "1 running 3", "1 pass -"]);
  });

  it("is a few slots a frame where many get on, those first that came to another state, the others in turn", () => {
    const { slots, shown, frames } = shownByFrame();
    const names = Array.from({ length: 10 }, (_, index) => String(index + 1));
    const counts = () => shown.map((one) => one.split(", ").length);
    for (const name of names) slots.put(running(name, 0));
    frames.shift()?.();
    frames.shift()?.();
    expect(counts()).toEqual([6, 4]);
    for (const name of names) slots.put(running(name, 1));
    slots.put(passed("10"));
    slots.put(running("1", 2));
    frames.shift()?.();
    expect(shown.at(-1)).toBe("10 pass -, 1 running 3, 2 running 2, 3 running 2");
    frames.shift()?.();
    expect(shown.at(-1)).toBe("4 running 2, 5 running 2, 6 running 2, 7 running 2");
    frames.shift()?.();
    expect(shown.at(-1)).toBe("8 running 2, 9 running 2");
    expect(frames).toEqual([]);
  });
});
