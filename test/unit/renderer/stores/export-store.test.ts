import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ExportEvent } from "../../../../main/api/contract/index.ts";
import type { StationClient } from "../../../../renderer/client/station-client.ts";
import { createExportStore } from "../../../../renderer/stores/export-store.ts";
import { fakeClient } from "./fake-client.ts";

describe("export store", () => {
  const { station, client } = fakeClient();
  beforeAll(async () => {
    for (const slot of ["1", "2"]) station.line.plug(slot, "none");
    await vi.waitUntil(() => station.line.slots().filter(({ state }) => state === "pass").length === 2);
  });
  afterAll(() => station.close());

  it("holds the whole file and finds the station's SHA-256 true", async () => {
    const store = createExportStore(() => client);
    await store.getState().run("PRACTICE-1", "csv");
    const { status, file, done, total } = store.getState();
    expect({ status, done, total }).toEqual({ status: "done", done: 2, total: 2 });
    expect(file).toMatchObject({ fileName: "PRACTICE-PRACTICE-1.csv", count: 2, matches: true });
    expect(await file?.blob.text()).toMatch(/^registrationId,deviceId\r\n(.+,GW\d+\r\n){2}$/);
  });

  it("finds a file that was changed on the way", async () => {
    const store = createExportStore(() => exporting({ type: "text", text: "a" }, done("0".repeat(64))));
    await store.getState().run("L1", "csv");
    expect(store.getState().file?.matches).toBe(false);
  });

  it("takes a file without its end for a failure", async () => {
    const store = createExportStore(() => exporting({ type: "text", text: "half" }));
    await store.getState().run("L1", "csv");
    expect(store.getState()).toMatchObject({ status: "failed", file: null });
  });

  it("cancels at once and stays cancelled", async () => {
    const store = createExportStore(() => client);
    const run = store.getState().run("PRACTICE-1", "jsonl");
    store.getState().cancel();
    await run;
    expect(store.getState()).toMatchObject({ status: "cancelled", file: null, problem: null });
  });
});

const done = (sha256: string): ExportEvent => ({
  type: "done",
  fileName: "f.csv",
  mediaType: "text/csv",
  count: 1,
  sha256,
});

function exporting(...events: readonly ExportEvent[]): StationClient {
  const run = async () =>
    (async function* () {
      yield* events;
    })();
  return { exports: { run } } as unknown as StationClient;
}
