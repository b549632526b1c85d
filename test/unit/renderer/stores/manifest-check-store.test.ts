import { ORPCError } from "@orpc/client";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ManifestCompareEvent, ManifestComparison } from "../../../../main/api/contract/index.ts";
import type { StationClient } from "../../../../renderer/client/station-client.ts";
import { createManifestCheckStore } from "../../../../renderer/stores/manifest-check-store.ts";
import { fakeClient } from "./fake-client.ts";

const { client } = fakeClient();
const comparison = { same: true } as ManifestComparison;
const done: ManifestCompareEvent = { type: "done", comparison };
const half: ManifestCompareEvent = { type: "progress", asked: 1, toAsk: 2 };
const problem = (code: string) =>
  new ORPCError(code, { data: { code, sentence: "Wait.", detail: "", retry: "same-unit" } });

/** One answer after the other: events, a failure after them, or nothing more until it is stopped. */
type Answer = readonly (ManifestCompareEvent | Error | "waits")[];

function checking(...answers: Answer[]) {
  let begun = 0;
  const begin = vi.fn<() => Promise<{ upload: string }>>(() => {
    begun += 1;
    return Promise.resolve({ upload: `u${begun}` });
  });
  const asked: unknown[] = [];
  const cancelled: unknown[] = [];
  const manifests = {
    begin,
    append: () => Promise.resolve({ received: 0 }),
    services: () => Promise.resolve(["plant-dps"]),
    cancel: (input: unknown) => Promise.resolve({ received: cancelled.push(input) }),
    compare: (input: unknown, { signal }: { readonly signal?: AbortSignal } = {}) => {
      asked.push(input);
      return Promise.resolve(told(answers.shift() ?? [done], signal));
    },
  };
  const source: StationClient = new Proxy(client, {
    get: (topics, name) => (name === "manifests" ? manifests : Reflect.get(topics, name)),
  });
  return { store: createManifestCheckStore(() => source), asked, begin, cancelled };
}

async function* told(answer: Answer, signal: AbortSignal | undefined) {
  for (const each of answer) {
    if (each instanceof Error) throw each;
    if (each === "waits") await new Promise((_, reject) => signal?.addEventListener("abort", reject));
    else yield each;
  }
}

afterEach(() => vi.useRealTimers());

describe("manifest check store", () => {
  it("compares with the service on demand, by the file the station has already", async () => {
    const { store, asked, begin, cancelled } = checking([done], [half, done]);
    await store.getState().check(new File(["{}"], "m.jsonl"), "m.jsonl");
    expect(store.getState()).toMatchObject({ status: "done", comparison, services: ["plant-dps"], comparing: null });
    await store.getState().compare("plant-dps");
    expect(asked).toEqual([
      { upload: "u1", service: null },
      { upload: "u1", service: "plant-dps" },
    ]);
    expect(begin).toHaveBeenCalledOnce();
    expect(store.getState()).toMatchObject({ comparison, comparing: null });
    store.getState().clear();
    expect(cancelled).toEqual([{ upload: "u1" }]);
  });

  it("stays where it was when it is stopped, and goes on from there", async () => {
    const { store } = checking([done], [half, "waits"], [done]);
    await store.getState().check(new File(["{}"], "m.jsonl"), "m.jsonl");
    const comparing = store.getState().compare("plant-dps");
    await vi.waitUntil(() => store.getState().comparing?.progress !== null);
    store.getState().cancel();
    await comparing;
    const progress = { asked: 1, toAsk: 2 };
    expect(store.getState()).toMatchObject({ status: "done", comparing: { status: "stopped", progress } });
    await store.getState().compare("plant-dps");
    expect(store.getState().comparing).toBeNull();
  });

  it("goes on by itself when the service is busy or away", async () => {
    const { store, asked } = checking([done], [half, problem("dps.throttled")], [done]);
    await store.getState().check(new File(["{}"], "m.jsonl"), "m.jsonl");
    vi.useFakeTimers();
    await store.getState().compare("plant-dps");
    expect(store.getState().comparing).toMatchObject({ status: "failed", problem: { code: "dps.throttled" } });
    await vi.runAllTimersAsync();
    expect(asked).toHaveLength(3);
    expect(store.getState()).toMatchObject({ comparing: null, comparison });
  });

  it("hands the file over once more if the station has forgotten it", async () => {
    const { store, asked, begin } = checking([done], [problem("manifest.no-upload")], [done]);
    await store.getState().check(new File(["{}"], "m.jsonl"), "m.jsonl");
    await store.getState().compare("plant-dps");
    expect(begin).toHaveBeenCalledTimes(2);
    expect(asked.at(-1)).toEqual({ upload: "u2", service: "plant-dps" });
    expect(store.getState().comparing).toBeNull();
  });
});
