import { describe, expect, it, vi } from "vitest";
import type { Insights } from "../../../../main/api/contract/index.ts";
import type { ClientSource } from "../../../../renderer/stores/connection-store.ts";
import { createInsightsStore } from "../../../../renderer/stores/insights-store.ts";
import { fakeBehind, fakeInsights, fakeOperators } from "../../../harness/fake-station/fake-insights.ts";

const figures = fakeInsights({ window: { range: "shift" }, model: null });

function setUp() {
  const insights = {
    read: vi.fn((_question: unknown): Promise<Insights> => Promise.resolve(figures)),
    behind: vi.fn(() => Promise.resolve({ runs: [...fakeBehind], more: false })),
    operators: vi.fn(() => Promise.resolve(fakeOperators)),
    behindOperator: vi.fn(() => Promise.reject(new Error("away"))),
    report: vi.fn(() => Promise.resolve({ fileName: "report.csv", mediaType: "text/csv", base64: "YWJj" })),
  };
  const source = (() => ({ insights })) as unknown as ClientSource;
  return { insights, store: createInsightsStore(source) };
}

describe("insights store", () => {
  it("asks for operators only where they may be seen", async () => {
    const { insights, store } = setUp();
    await store.getState().follow(false);
    expect(insights.operators).not.toHaveBeenCalled();
    expect(store.getState()).toMatchObject({ status: "ready", operators: null });
    await store.getState().follow(true);
    expect(store.getState().operators).toEqual(fakeOperators);
    store.getState().rest();
  });

  it("shows the answer to the newest question only", async () => {
    const { insights, store } = setUp();
    const first = Promise.withResolvers<Insights>();
    insights.read.mockReturnValueOnce(first.promise);
    store.getState().setModel("SN-100");
    store.getState().setWindow({ range: "today" });
    await vi.waitFor(() => expect(store.getState().status).toBe("ready"));
    first.resolve({ ...figures, timedRuns: 0 });
    await first.promise;
    expect(store.getState().figures?.timedRuns).toBe(301);
    expect(insights.read).toHaveBeenLastCalledWith({ window: { range: "today" }, model: "SN-100" });
  });

  it("says what went wrong, and closes a bar with a new question", async () => {
    const { insights, store } = setUp();
    await store.getState().openOperator("Ann", "Ann");
    expect(store.getState().behind).toMatchObject({ title: "Ann", status: "failed", runs: [] });
    await store.getState().open("Slot 3", { slot: "3" });
    expect(store.getState().behind).toMatchObject({ title: "Slot 3", status: "ready", more: false });
    insights.read.mockRejectedValueOnce(new Error("away"));
    store.getState().setWindow({ range: "7-days" });
    await vi.waitFor(() => expect(store.getState().status).toBe("failed"));
    expect(store.getState().behind).toBeNull();
  });

  it("makes a file of a report, or says why there is none", async () => {
    const { insights, store } = setUp();
    const file = await store.getState().makeReport("csv", "en");
    expect(await file?.blob.text()).toBe("abc");
    insights.report.mockRejectedValueOnce(new Error("away"));
    expect(await store.getState().makeReport("pdf", "de")).toBeNull();
    expect(store.getState().report).toMatchObject({ making: false, problem: { code: expect.any(String) } });
  });
});
