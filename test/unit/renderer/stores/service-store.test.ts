import { afterEach, describe, expect, it, vi } from "vitest";
import { createConflictStore } from "../../../../renderer/stores/conflict-store.ts";
import { createReconcileStore } from "../../../../renderer/stores/reconcile-store.ts";
import { createServiceCheckStore } from "../../../../renderer/stores/service-check-store.ts";
import { createServiceStore } from "../../../../renderer/stores/service-store.ts";
import { createSignInStore } from "../../../../renderer/stores/sign-in-store.ts";
import { comparison, goodChecks, someConflicts, someParked } from "../../../harness/fake-station/service-scenes.ts";
import { fakeClient } from "./fake-client.ts";

const why = { reason: " left over ", by: " Mai N. " };
const firstId = someConflicts(1)[0]?.registrationId ?? "";

describe("service store", () => {
  afterEach(() => vi.useRealTimers());

  it("reads the overview again and again while it is on screen, and at every change", async () => {
    vi.useFakeTimers();
    const { station, client } = fakeClient();
    const store = createServiceStore(
      () => client,
      createSignInStore(
        () => client,
        () => undefined,
      ),
    );
    store.getState().changed();
    expect(store.getState().services.status).toBe("idle");
    await store.getState().follow();
    expect(store.getState().services.items[0]?.queued).toBe(0);
    station.service.overview = { queued: 7 };
    await vi.advanceTimersByTimeAsync(2_100);
    expect(store.getState().services.items[0]?.queued).toBe(7);
    store.getState().rest();
    station.service.overview = { queued: 8 };
    await vi.advanceTimersByTimeAsync(5_000);
    expect(store.getState().services.items[0]?.queued).toBe(7);
  });

  it("solves a conflict with reason and name, and remembers the name", async () => {
    const { station, client } = fakeClient();
    const store = createServiceStore(
      () => client,
      createSignInStore(
        () => client,
        () => undefined,
      ),
    );
    station.service.conflicts = someConflicts(1);
    const { change, problem } = await store.getState().solve(firstId, "replace", why);
    expect(problem).toBeNull();
    expect(change).toMatchObject({ act: "replace", reason: "left over", by: "Mai N.", state: "done" });
    expect(store.getState().lastBy).toBe(why.by);
    const again = await store.getState().solve(firstId, "replace", { reason: "again", by: "" });
    expect(again).toMatchObject({ change: null, problem: { code: "enrollment.unknown-entry" } });
  });

  it("tries one refused entry again, or all", async () => {
    const { station, client } = fakeClient();
    const store = createServiceStore(
      () => client,
      createSignInStore(
        () => client,
        () => undefined,
      ),
    );
    station.service.parked = someParked(3);
    const [first] = station.service.parked;
    expect(await store.getState().retryParked(first?.registrationId ?? "", why)).toBeNull();
    expect(station.service.parked).toHaveLength(2);
    expect(await store.getState().retryParked(null, why)).toBeNull();
    expect(station.service.parked).toHaveLength(0);
  });
});

describe("conflict store", () => {
  it("finds one beyond the first page by its registration id, and none once it is solved", async () => {
    const { station, client } = fakeClient();
    const store = createConflictStore(() => client);
    station.service.conflicts = someConflicts(70);
    const wanted = station.service.conflicts[66];
    await store.getState().load(wanted?.registrationId ?? "");
    expect(store.getState().list).toMatchObject({ status: "ready", items: [wanted] });
    station.service.conflicts = someConflicts(3);
    await store.getState().load(wanted?.registrationId ?? "");
    expect(store.getState().list).toMatchObject({ status: "ready", items: [] });
  });
});

describe("service check store", () => {
  it("shows each line as it comes, and stops when it is left", async () => {
    const { station, client } = fakeClient();
    const store = createServiceCheckStore(() => client);
    station.service.checks = goodChecks;
    await store.getState().run("practice-dps", false);
    expect(store.getState()).toMatchObject({ status: "done", service: "practice-dps", results: goodChecks });
    station.service.stepMs = 10_000;
    const running = store.getState().run("practice-dps", true);
    expect(store.getState()).toMatchObject({ status: "running", canary: true, results: [] });
    store.getState().cancel();
    await running;
    expect(store.getState()).toMatchObject({ status: "cancelled", problem: null });
  });
});

describe("reconcile store", () => {
  it("starts, is interrupted and goes on, as the station says", async () => {
    const { station, client } = fakeClient();
    const store = createReconcileStore(() => client);
    station.service.reconciled = comparison(true);
    station.service.stepMs = 10_000;
    await store.getState().load();
    expect(store.getState().status?.state).toBe("idle");
    await store.getState().start("practice-dps", 30);
    expect(store.getState().status).toMatchObject({ state: "running", service: "practice-dps" });
    await store.getState().cancel();
    expect(store.getState().status?.state).toBe("interrupted");
    store.getState().show(comparison(true));
    expect(store.getState().status?.agree).toBe(true);
    station.close();
  });
});
