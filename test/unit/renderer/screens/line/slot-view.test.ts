import { describe, expect, it } from "vitest";
import {
  densityFor,
  elapsedOf,
  gridOf,
  shownSlot,
  viewOf,
  widthOf,
} from "../../../../../renderer/screens/line/slot-view.ts";
import { aSlot } from "../../a-slot.ts";

const problem = {
  code: "link.lost",
  sentence: "Reseat the plug, then press Try again.",
  detail: "closed",
  retry: "same-unit" as const,
};

describe("what a slot shows", () => {
  it.each([
    ["empty", aSlot({ state: "waiting", present: false, next: "plug-in" }), "Open a lot to begin", null],
    ["plugged in and not begun", aSlot({ state: "waiting", present: true, next: "wait" }), "Open a lot to begin", null],
    ["taken out after PASS", aSlot({ state: "pass", present: false, next: "plug-in" }), "Open a lot to begin", null],
    [
      "in it after PASS",
      aSlot({ state: "pass", present: true, next: "take-out" }),
      "Take it out, green bin",
      "green-bin",
    ],
  ] as const)("what comes before the next unit, where one could begin: %s", (_, slot, next, act) => {
    expect(viewOf(slot, false, "Open a lot to begin")).toMatchObject({ next, act });
  });

  it.each([
    ["waiting", "plug-in", "WAITING", "waiting", "Plug in a unit"],
    ["scan", "scan-label", "SCAN", "attention", "Scan the label"],
    ["running", "wait", "RUNNING", "running", "Please wait"],
    ["pass", "take-out", "PASS", "pass", "Take it out, green bin"],
    ["off", "call-engineer", "OFF", "off", "Call the engineer"],
  ] as const)("%s: word, shape, instruction", (state, next, ...shown) => {
    const [word, shape, instruction] = shown;
    expect(viewOf(aSlot({ state, next }))).toMatchObject({ word, shape, next: instruction, canRetry: false });
  });

  it.each([
    ["off", true, "port-not-allowed", "Not in use. Take another slot."],
    ["off", false, "port-not-allowed", "Not in use. Take another slot."],
    ["pass", true, "other-device", "Not this product. Take it out."],
    ["fail", true, "other-device", "Not this product. Take it out."],
  ] as const)("%s, something there %s, skipped for %s", (state, present, skipped, next) => {
    const slot = aSlot({ state, present, skipped, next: "take-out", serialNumber: "GW220000128", problem });
    expect(viewOf(slot)).toMatchObject({ shape: "skipped", word: "SKIPPED", next, canRetry: false, code: null });
    expect(shownSlot(slot).serialNumber).toBeNull();
  });

  it.each([
    ["printing", null, { next: "Take it out, green bin", why: "", line: "Label is printing", canReprint: false }],
    ["printed", null, { next: "Take it out, green bin", why: "", line: "Label printed", canReprint: false }],
    ["checked", null, { next: "Take it out, green bin", why: "", line: "Label checked", canReprint: false }],
    ["scan", null, { next: "Scan the printed label", why: "", line: "", canReprint: false }],
    ["failed", "Switch it on.", { next: "Label not printed", why: "Switch it on.", line: "", canReprint: true }],
    ["wrong", "Take it off.", { next: "Take it off.", why: "Scan the printed label", line: "", canReprint: false }],
  ] as const)("PASS stays PASS, its label is %s", (state, sentence, seen) => {
    const wrong = sentence === null ? null : { ...problem, code: "printer.made-up", sentence };
    const slot = aSlot({ state: "pass", next: "take-out", label: { state, problem: wrong } });
    expect(viewOf(slot)).toMatchObject({ word: "PASS", shape: "pass", ...seen });
  });

  it("sets aside calmly: what the unit waits for; it may be tried while it is there", () => {
    const waits = {
      code: "unit.awaiting-certificate",
      sentence: "Set aside: its certificate is not here yet.",
      detail: "request of sn1",
      retry: "after-fix" as const,
    };
    const slot = aSlot({ state: "set-aside", next: "set-aside", problem: waits, serialNumber: "SN1" });
    const shown = { word: "SET ASIDE", shape: "aside", next: waits.sentence, canRetry: true, code: waits.code };
    expect(viewOf(slot)).toMatchObject(shown);
    expect(viewOf({ ...slot, present: false })).toMatchObject({ next: "Plug in the next unit", canRetry: false });
  });

  it("goes on showing a unit that runs, and the result of one that is out", () => {
    expect(viewOf(aSlot({ state: "running", next: "wait", skipped: "port-not-allowed" })).shape).toBe("running");
    const out = aSlot({ state: "pass", present: false, skipped: "other-device", serialNumber: "GW220000128" });
    expect(viewOf(out).shape).toBe("pass");
    expect(shownSlot(out).serialNumber).toBe("GW220000128");
  });

  it("says the step in the worker's words and fills the ring", () => {
    const view = viewOf(
      aSlot({ state: "running", next: "wait", step: { id: "activate-credential", number: 3, count: 9 } }),
    );
    expect(view.line).toBe("3/9 proving key");
    expect(view.progress).toBeCloseTo(2.5 / 9);
  });

  it("says a failure's sentence and offers another try", () => {
    const view = viewOf(aSlot({ state: "fail", next: "try-again", problem }));
    expect(view).toMatchObject({ next: problem.sentence, canRetry: true, code: "link.lost" });
  });

  it.each([
    ["red-bin", "Put it in the red bin"],
    ["call-engineer", "Call the engineer"],
  ] as const)("sends the unit on when the station decided %s", (next, instruction) => {
    expect(viewOf(aSlot({ state: "fail", next, problem }))).toMatchObject({
      next: instruction,
      why: problem.sentence,
      canRetry: false,
    });
  });

  it("keeps the result and asks for the next unit once the unit is out", () => {
    for (const state of ["pass", "fail"] as const) {
      const view = viewOf(
        aSlot({ state, present: false, next: "plug-in", problem: state === "fail" ? problem : null }),
      );
      expect(view).toMatchObject({ shape: state, next: "Plug in the next unit", canRetry: false });
    }
  });

  it("counts the time of a running unit, and keeps that of a finished one", () => {
    const startedAt = "2026-01-01T00:00:00.000Z";
    const now = Date.parse(startedAt) + 2100;
    expect(elapsedOf(aSlot({ state: "running", startedAt }), now)).toBe(2100);
    expect(elapsedOf(aSlot({ state: "running", startedAt }), now - 9000)).toBe(0);
    expect(elapsedOf(aSlot({ state: "pass", startedAt, elapsedMs: 4823 }), now)).toBe(4823);
    expect(elapsedOf(aSlot({}), now)).toBeNull();
  });

  it("lays out 1 to 32 slots in whole rows of at most eight, or as the fixture is", () => {
    const columns = [1, 2, 4, 6, 8, 16, 24, 32].map((count) => gridOf(null, count).columns);
    expect(columns).toEqual([1, 2, 4, 3, 4, 4, 6, 8]);
    expect(gridOf({ rows: 2, columns: 5 }, 7)).toEqual({ rows: 2, columns: 5 });
    const sizes = [gridOf(null, 1), gridOf(null, 4), gridOf(null, 8), gridOf(null, 32), { rows: 1, columns: 5 }];
    expect(sizes.map((size) => densityFor(size))).toEqual(["tall", "tall", "flat", "compact", "compact"]);
  });

  it("is one press target where an enlarged page leaves no room for more", () => {
    const four = { rows: 1, columns: 4 };
    expect(densityFor(four, { width: 1024, height: 340 })).toBe("tall");
    expect(densityFor(four, { width: 640, height: 340 })).toBe("compact");
    expect(densityFor(four, { width: 1024, height: 150 })).toBe("compact");
    const eight = { rows: 2, columns: 4 };
    expect(densityFor(eight, { width: 1024, height: 340 })).toBe("flat");
    expect(densityFor(eight, { width: 1024, height: 200 })).toBe("compact");
  });

  it("has a picture for what the hand does, and none while it waits", () => {
    const fail = aSlot({ state: "fail", problem, next: "reseat" });
    expect(viewOf(fail).act).toBe("reseat");
    expect(viewOf({ ...fail, next: "red-bin" })).toMatchObject({ act: "red-bin", next: "Put it in the red bin" });
    expect(viewOf({ ...fail, present: false }).act).toBe("plug-in");
    expect(viewOf(aSlot({ state: "pass", next: "take-out" })).act).toBe("green-bin");
    expect(viewOf(aSlot({ state: "running", next: "wait" })).act).toBeNull();
    expect(viewOf(aSlot({ state: "scan", next: "scan-label" }), true)).toMatchObject({
      act: "scan-label",
      next: "Scan its label now",
    });
  });

  it("knows how wide a word is: Chinese characters are as wide as high", () => {
    expect([widthOf("PASS"), widthOf("合格")].map((width) => width.toFixed(1))).toEqual(["2.6", "2.0"]);
  });
});
