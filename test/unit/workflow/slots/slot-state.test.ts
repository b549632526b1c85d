import { describe, expect, it } from "vitest";
import { StationError } from "../../../../main/base/errors/station-error.ts";
import type { Retry } from "../../../../main/base/errors/station-error.ts";
import {
  advanceSlot,
  emptySlot,
  nextAction,
  type SlotEvent,
  slotWord,
} from "../../../../main/workflow/slots/slot-state.ts";

const after = (...events: readonly SlotEvent[]) => events.reduce(advanceSlot, emptySlot);
const run = (event: Extract<SlotEvent, { type: "run" }>["event"]): SlotEvent => ({ type: "run", event });
const error = (code: string, retry: Retry) => new StationError({ code, retry, sentence: "Do it.", detail: "seen" });
const begun: readonly SlotEvent[] = [
  { type: "present" },
  { type: "run-begins", at: "2026-11-22T12:00:00.000Z" },
  run({ type: "started", runId: "r", plan: ["identify", "look-up"] }),
];
const failed = (code: string, retry: Retry) => [...begun, run({ type: "failed", ms: 5, error: error(code, retry) })];

describe("a slot", () => {
  it("waits for a unit, and says so", () => {
    expect([slotWord(emptySlot), nextAction(emptySlot)]).toEqual(["waiting", "plug-in"]);
  });

  it("shows again what was left to do when the station ended, unless something has come since", () => {
    const before = { runId: "r", serialNumber: "GW1", registrationId: "gw1", ms: 900 };
    const recalled: SlotEvent = { type: "recalled", run: before, label: { state: "scan", error: null } };
    const slot = after(recalled);
    expect(slot.run).toMatchObject({ ...before, outcome: "pass" });
    expect([slotWord(slot), nextAction(slot)]).toEqual(["pass", "scan-label"]);
    expect(after({ type: "present" }, recalled).run).toBeNull();
    expect(after(...begun, recalled).run?.outcome).toBe("running");
  });

  it("asks for what was there before it to be plugged in again", () => {
    const slot = after({ type: "present", spared: true });
    expect([slotWord(slot), nextAction(slot)]).toEqual(["waiting", "reseat"]);
    expect(nextAction(advanceSlot(slot, { type: "absent" }))).toBe("plug-in");
    expect(nextAction(after({ type: "present" }))).toBe("wait");
  });

  it("runs and tells the worker to wait", () => {
    const slot = after(...begun);
    expect([slotWord(slot), nextAction(slot)]).toEqual(["running", "wait"]);
  });

  it("keeps a PASS after the unit is taken out, until the next unit's run begins", () => {
    const passed = [...begun, run({ type: "passed", ms: 5, enrollment: "queued" })];
    expect(nextAction(after(...passed))).toBe("take-out");
    expect([slotWord(after(...passed, { type: "absent" })), nextAction(after(...passed, { type: "absent" }))]).toEqual([
      "pass",
      "plug-in",
    ]);
    expect(slotWord(after(...passed, { type: "absent" }, { type: "present" }))).toBe("pass");
    expect(slotWord(after(...passed, { type: "absent" }, ...begun))).toBe("running");
  });

  it.each([
    ["link.lost", "same-unit", 1, "reseat"],
    ["unit.read-back-differs", "same-unit", 1, "try-again"],
    ["link.lost", "same-unit", 2, "red-bin"],
    ["unit.known-key", "never", 1, "red-bin"],
    ["set-up.unknown-service", "after-fix", 1, "call-engineer"],
  ] as const)("after %s (retry %s, failure %i) tells the worker to %s", (code, retry, count, next) => {
    const slot = after(...failed(code, retry), { type: "failures", count });
    expect([slotWord(slot), nextAction(slot)]).toEqual(["fail", next]);
  });

  it("sets a unit aside without calling it a failure", () => {
    const waits = error("unit.awaiting-certificate", "after-fix");
    const slot = after(...begun, run({ type: "set-aside", ms: 5, error: waits }));
    expect([slotWord(slot), nextAction(slot), slot.failures]).toEqual(["set-aside", "set-aside", 0]);
    const gone = advanceSlot(slot, { type: "absent" });
    expect([slotWord(gone), nextAction(gone)]).toEqual(["set-aside", "plug-in"]);
  });

  it("asks for the label of a unit that tells no serial number, and no longer once it is gone", () => {
    const slot = after(...failed("unit.serial-missing", "same-unit"));
    expect([slotWord(slot), nextAction(slot)]).toEqual(["scan", "scan-label"]);
    expect(slotWord(advanceSlot(slot, { type: "absent" }))).toBe("fail");
  });

  it("takes no event of a run that has ended", () => {
    const slot = after(
      ...begun,
      run({ type: "passed", ms: 5, enrollment: null }),
      run({ type: "failed", ms: 9, error: error("link.lost", "never") }),
    );
    expect(slotWord(slot)).toBe("pass");
  });
});
