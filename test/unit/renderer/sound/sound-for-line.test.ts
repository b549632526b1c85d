import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SoundPlayer } from "../../../../renderer/sound/sound-player.ts";
import { soundOfFind } from "../../../../renderer/sound/sound-of-find.ts";
import { soundForLine } from "../../../../renderer/sound/sound-for-line.ts";
import { soundsOfChange } from "../../../../renderer/sound/sounds-of-change.ts";
import { createFindStore } from "../../../../renderer/stores/find-store.ts";
import { createLineStore, type LineStore } from "../../../../renderer/stores/line-store.ts";
import { createSoundStore } from "../../../../renderer/stores/sound-store.ts";
import { aSlot } from "../a-slot.ts";
import { FakeAudio } from "./fake-audio.ts";

const noStation = () => {
  throw new Error("no station here");
};
const notice = (accepted: boolean, kind: "scan" | "press" = "scan") => ({
  kind,
  subject: "GW220000128",
  accepted,
  slotName: null,
  problem: null,
  at: 0,
});

describe("sound of a look-up", () => {
  const busy = { busy: true, finding: null };

  it("ticks for a unit or several, buzzes for none, and is silent before it ends", () => {
    const none = { kind: "none", code: "X", looks: "other" } as const;
    const several = { kind: "several", code: "X", units: [] } as const;
    expect(soundOfFind({ ...busy, busy: false }, busy)).toBeNull();
    expect(soundOfFind(busy, { busy: false, finding: null })).toBe("tick");
    expect(soundOfFind(busy, { busy: false, finding: several })).toBe("tick");
    expect(soundOfFind(busy, { busy: false, finding: none })).toBe("buzz");
  });
});

describe("sounds of a change of the line", () => {
  const line = (...slots: ReturnType<typeof aSlot>[]) => ({ slots, notice: null });
  const running = aSlot({ state: "running", runId: "r1" });

  it.each(["pass", "fail"] as const)("has one for %s", (state) => {
    expect(soundsOfChange(line(running), line(aSlot({ state, runId: "r1" })))).toEqual([state]);
  });

  it("is silent for a state that stays, for its unit taken out, and for anything else that happens", () => {
    const pass = aSlot({ state: "pass", runId: "r1" });
    expect(soundsOfChange(line(pass), line({ ...pass, present: false }))).toEqual([]);
    expect(soundsOfChange(line(pass), line(running))).toEqual([]);
    expect(soundsOfChange(line(running), line({ ...running, step: null }))).toEqual([]);
  });

  it("is silent for what was there when the page came", () => {
    expect(soundsOfChange(line(), line(aSlot({ state: "fail", runId: "r1" })))).toEqual([]);
  });

  it("sounds a result whose run was missed", () => {
    const before = line(aSlot({ state: "pass", runId: "r1" }));
    expect(soundsOfChange(before, line(aSlot({ state: "pass", runId: "r2" })))).toEqual(["pass"]);
  });

  it("says the worst first, each once", () => {
    const before = line(running, { ...running, id: "2" }, { ...running, id: "3" });
    const ended = line(aSlot({ state: "pass" }), aSlot({ id: "2", state: "fail" }), aSlot({ id: "3", state: "pass" }));
    expect(soundsOfChange(before, ended)).toEqual(["fail", "pass"]);
  });

  it("ticks for a scan taken, buzzes for one refused, and leaves presses alone", () => {
    const before = line(running);
    expect(soundsOfChange(before, { ...before, notice: notice(true) })).toEqual(["tick"]);
    expect(soundsOfChange(before, { ...before, notice: notice(false) })).toEqual(["buzz"]);
    expect(soundsOfChange(before, { ...before, notice: notice(false, "press") })).toEqual([]);
    const same = { ...before, notice: notice(true) };
    expect(soundsOfChange(same, same)).toEqual([]);
  });
});

describe("sound for the line", () => {
  const audio = new FakeAudio();
  const gestures = new EventTarget();
  const sound = createSoundStore(null);
  let line: LineStore;
  let end: () => void;
  beforeEach(() => {
    audio.sounded.length = 0;
    audio.currentTime += 1;
    line = createLineStore(noStation);
    const doors = { toUnit: () => undefined, toComparison: () => undefined, toRoom: () => undefined };
    const find = createFindStore(noStation, doors);
    end = soundForLine({ line, find, sound, player: new SoundPlayer(() => audio.output), gestures });
  });
  afterEach(() => end());

  const pass = () => {
    line.getState().replaceSlots([aSlot({ state: "running", runId: "r1" })]);
    line.getState().putSlots([aSlot({ state: "pass", runId: "r1" })]);
  };

  it("is armed by the first key, so by a scanner's too", () => {
    pass();
    expect(audio.sounded).toEqual([]);
    gestures.dispatchEvent(new Event("keydown"));
    pass();
    expect(audio.sounded).toHaveLength(2);
  });

  it("is silent when muted, and after its end", () => {
    gestures.dispatchEvent(new Event("pointerdown"));
    sound.getState().setOn(false);
    pass();
    sound.getState().setOn(true);
    end();
    pass();
    expect(audio.sounded).toEqual([]);
  });
});
