import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { StationError } from "../../../../main/base/errors/station-error.ts";
import type { DeviceSession } from "../../../../main/device/device-session.ts";
import { VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";
import { recordsErrors } from "../../../../main/records/records-errors.ts";
import type { Records } from "../../../../main/records/records.ts";
import type { LoadedRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";
import { planSteps } from "../../../../main/workflow/steps/plan.ts";
import type { Plant } from "../../../../main/workflow/steps/step.ts";
import { slotErrors } from "../../../../main/workflow/slots/slot-errors.ts";
import { runOnce, talkTo, type TestPlant, testPlant } from "../../../harness/test-plant.ts";

let home: TestPlant;
let recipe: LoadedRecipe;
let count = 0;

beforeAll(async () => {
  home = await testPlant();
  recipe = await home.recipe({ attestation: "x509" });
});

afterAll(() => home.close());

const newDevice = (): VirtualDevice => {
  count += 1;
  return new VirtualDevice({ serialNumber: `SN${count}`, model: "SN-100" });
};

/** The session of a device, and whether it was closed. */
function watched(device: VirtualDevice): { session: DeviceSession; readonly closed: boolean } {
  const session = talkTo(device);
  const close = session.close.bind(session);
  const state = { session, closed: false };
  session.close = () => {
    state.closed = true;
    return close();
  };
  return state;
}

const withRecords = (change: Partial<Records>): { plant: Plant } => ({
  plant: { ...home.plant, records: { ...home.records, ...change } },
});

/** The record room with one drawer that jams at the n-th call of one of its methods. */
function jam<Room extends object>(room: Room, method: keyof Room & string, at: number, error: Error): Room {
  let calls = 0;
  return new Proxy(room, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return (...words: unknown[]) => {
        if (name === method) calls += 1;
        if (name === method && calls === at) return Promise.reject(error);
        return Reflect.apply(value, target, words);
      };
    },
  });
}

describe("a run", () => {
  it("passes, closes its session and leaves a passed run with all its steps", async () => {
    const { session, ...state } = watched(newDevice());
    const { state: run, events } = await runOnce(home, recipe, () => Promise.resolve(session));
    expect(run).toMatchObject({ outcome: "pass", error: null, enrollment: "queued" });
    expect(events.at(-1)?.type).toBe("passed");
    const detail = await home.records.units.detail(run.serialNumber ?? "");
    expect(detail).toMatchObject({ state: "provisioned", lastOutcome: "pass" });
    expect(detail?.runHistory[0]?.steps.map(({ id, outcome }) => [id, outcome])).toEqual(
      planSteps(recipe.recipe).map(({ id }) => [id, "pass"]),
    );
    expect(state).toBeDefined();
  });

  it.each([
    ["an Error", new TypeError("x is undefined"), "station.defect"],
    ["a text", "broken", "station.defect"],
    ["nothing at all", undefined, "station.defect"],
    ["a coded failure", recordsErrors.damaged("half of it"), "records.damaged"],
  ])("in which a step throws %s ends failed with a code", async (_name, thrown, code) => {
    const state = watched(newDevice());
    state.session.describe = () => Promise.reject(thrown);
    const { state: run } = await runOnce(home, recipe, () => Promise.resolve(state.session));
    expect(run).toMatchObject({ outcome: "fail", error: { code } });
    expect(run.error?.sentence.length).toBeLessThanOrEqual(60);
    expect(run.steps).toMatchObject([{ id: "identify", outcome: "fail", code }]);
    expect(state.closed).toBe(true);
  });

  it("in which the port does not open fails with the port's code and no step", async () => {
    const failure = new StationError({ code: "link.busy", sentence: "Close it.", detail: "", retry: "after-fix" });
    const { state: run } = await runOnce(home, recipe, () => Promise.reject(failure));
    expect(run).toMatchObject({ outcome: "fail", error: failure, steps: [] });
  });

  it("in which a step hangs and heeds nothing ends when it is stopped, session closed", async () => {
    const state = watched(newDevice());
    state.session.describe = () => new Promise(() => undefined);
    const stop = new AbortController();
    setTimeout(() => stop.abort(slotErrors.pulled("pulled")), 20);
    const { state: run } = await runOnce(home, recipe, () => Promise.resolve(state.session), { signal: stop.signal });
    expect(run.error?.code).toBe("slot.pulled");
    expect(state.closed).toBe(true);
  });

  it("of a unit that was pulled before it began does not open the port, where the next one may be", async () => {
    const stop = new AbortController();
    stop.abort(slotErrors.pulled("pulled"));
    let opened = 0;
    const open = (): Promise<DeviceSession> => {
      opened += 1;
      return Promise.resolve(talkTo(newDevice()));
    };
    const { state: run } = await runOnce(home, recipe, open, { signal: stop.signal });
    expect(run.error?.code).toBe("slot.pulled");
    expect(opened).toBe(0);
  });

  it("stopped by a signal without a reason of its own is cancelled, not a defect", async () => {
    const stop = new AbortController();
    stop.abort();
    const { state: run } = await runOnce(home, recipe, () => Promise.resolve(talkTo(newDevice())), {
      signal: stop.signal,
    });
    expect(run.error?.code).toBe("station.cancelled");
  });

  const steps = ["identify", "look-up", "make-key", "request-certificate", "issue-certificate", "write-certificate"];
  it.each([
    ...steps,
    "write-registration",
    "read-back",
    "prove-key",
  ])("stopped in the step %s records no identity, and the unit passes when repeated", async (id) => {
    const device = newDevice();
    const state = watched(device);
    const stop = new AbortController();
    const { state: run } = await runOnce(home, recipe, () => Promise.resolve(state.session), {
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === "step-started" && event.id === id) stop.abort(slotErrors.pulled("pulled"));
      },
    });
    expect(run).toMatchObject({ outcome: "fail", error: { code: "slot.pulled" } });
    expect(state.closed).toBe(true);
    const serialNumber = device.serialNumber ?? "";
    expect(await home.records.identities.findByUnit(serialNumber)).toBeUndefined();
    expect((await runOnce(home, recipe, () => Promise.resolve(talkTo(device)))).state.outcome).toBe("pass");
    expect((await home.records.units.detail(serialNumber))?.certificates).toHaveLength(1);
  });

  it("stopped while the PASS is committed has passed", async () => {
    const device = newDevice();
    const stop = new AbortController();
    const { state: run } = await runOnce(home, recipe, () => Promise.resolve(talkTo(device)), {
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === "step-started" && event.id === "record") stop.abort();
      },
    });
    expect(run.outcome).toBe("pass");
    expect(await home.records.identities.findByUnit(device.serialNumber ?? "")).toBeDefined();
  });

  const full = recordsErrors.diskFull("no space");
  it.each([
    ["the run cannot begin", { runs: 1, method: "start", at: 1 }],
    ["the first step's begin", { runs: 1, method: "stepStarted", at: 1 }],
    ["a step's end", { runs: 1, method: "stepFinished", at: 5 }],
    ["the binding", { runs: 1, method: "bind", at: 1 }],
    ["the PASS", { runs: 1, method: "pass", at: 1 }],
  ] as const)("whose disk fills up at %s fails with records.disk-full, and passes when there is room", async (_name, {
    method,
    at,
  }) => {
    const device = newDevice();
    const state = watched(device);
    const jammed = withRecords({ runs: jam(home.records.runs, method, at, full) });
    const { state: run } = await runOnce(jammed, recipe, () => Promise.resolve(state.session));
    expect(run).toMatchObject({ outcome: "fail", error: { code: "records.disk-full" } });
    expect(run.steps.every(({ outcome }) => outcome !== "running")).toBe(true);
    expect(await home.records.identities.findByUnit(device.serialNumber ?? "")).toBeUndefined();
    expect((await runOnce(home, recipe, () => Promise.resolve(talkTo(device)))).state.outcome).toBe("pass");
  });

  it("whose disk fills up after the PASS was committed has passed, on screen as on record", async () => {
    const device = newDevice();
    const last = planSteps(recipe.recipe).length;
    const jammed = withRecords({ runs: jam(home.records.runs, "stepFinished", last, full) });
    const { state: run } = await runOnce(jammed, recipe, () => Promise.resolve(talkTo(device)));
    expect(run.outcome).toBe("pass");
    expect((await home.records.units.get(device.serialNumber ?? ""))?.lastOutcome).toBe("pass");
  });

  it("goes on when whoever listens to it throws", async () => {
    const { state: run } = await runOnce(home, recipe, () => Promise.resolve(talkTo(newDevice())), {
      onEvent: () => {
        throw new Error("screen gone");
      },
    });
    expect(run.outcome).toBe("pass");
  });

  it("restarts a device at its first PASS and not at the next: a restart on USB looks like a new unit", async () => {
    let restarts = 0;
    count += 1;
    const device = new VirtualDevice({
      serialNumber: `SN${count}`,
      model: "SN-100",
      onRestart: () => {
        restarts += 1;
      },
    });
    for (let turn = 0; turn < 2; turn += 1) {
      expect((await runOnce(home, recipe, () => Promise.resolve(talkTo(device)))).state.outcome).toBe("pass");
    }
    expect(restarts).toBe(1);
  });
});
