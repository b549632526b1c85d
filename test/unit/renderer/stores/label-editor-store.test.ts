import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LabelDraft } from "../../../../main/api/contract/index.ts";
import { createLabelEditorStore, type LabelPreview } from "../../../../renderer/stores/label-editor-store.ts";
import type { StationClient } from "../../../../renderer/client/station-client.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function editor() {
  const previewed: LabelDraft[] = [];
  const preview = vi.fn(({ template }: { template: LabelDraft }): Promise<LabelPreview> => {
    previewed.push(template);
    return Promise.resolve({ svg: "<svg/>", faults: [], codes: [] });
  });
  const save = vi.fn(() => Promise.resolve({ name: "unit", hash: "h2" }));
  const get = () => Promise.reject(new Error("gone"));
  const client = { labels: { preview, save, get } } as unknown as StationClient;
  const store = createLabelEditorStore(() => client);
  return { store, preview, save, previewed };
}

describe("the label editor", () => {
  it("begins a new label that is not saved yet, with its preview", async () => {
    const { store, preview } = editor();
    await store.getState().open(null);
    expect(store.getState()).toMatchObject({ dirty: true, basedOn: null, selected: 0, preview: { svg: "<svg/>" } });
    expect(preview).toHaveBeenCalledTimes(1);
  });

  it("stays closed when it was closed before the label came", async () => {
    const { store } = editor();
    const opening = store.getState().open("unit");
    store.getState().close();
    await opening;
    expect(store.getState()).toMatchObject({ draft: null, problem: null });
  });

  it("looks once after many keys, at the last of them", async () => {
    const { store, previewed } = editor();
    await store.getState().open(null);
    for (const label of ["a", "ab", "abc"]) store.getState().edit({ label });
    await vi.advanceTimersByTimeAsync(500);
    expect(previewed.map(({ label }) => label)).toEqual(["unit", "abc"]);
  });

  it("shows the newest answer only", async () => {
    const { store, preview } = editor();
    await store.getState().open(null);
    let answerFirst: () => void = () => undefined;
    preview.mockImplementationOnce(
      () =>
        new Promise((resolve) => {
          answerFirst = () => resolve({ svg: "<svg id='old'/>", faults: [], codes: [] });
        }),
    );
    store.getState().edit({ label: "a" });
    await vi.advanceTimersByTimeAsync(300);
    store.getState().edit({ label: "b" });
    await vi.advanceTimersByTimeAsync(300);
    answerFirst();
    await vi.advanceTimersByTimeAsync(0);
    expect(store.getState().preview?.svg).toBe("<svg/>");
  });

  it("chooses what is added, and the one before what is removed", async () => {
    const { store } = editor();
    await store.getState().open(null);
    store.getState().add("qr");
    expect(store.getState()).toMatchObject({ selected: 3, draft: { elements: [{}, {}, {}, { type: "qr" }] } });
    store.getState().remove(3);
    expect(store.getState().selected).toBe(2);
    for (const index of [2, 1, 0]) store.getState().remove(index);
    expect(store.getState()).toMatchObject({ selected: null, draft: { elements: [] } });
  });

  it("is saved once it is, on top of what it was opened with", async () => {
    const { store, save } = editor();
    await store.getState().open(null);
    await store.getState().save();
    expect(store.getState()).toMatchObject({ dirty: false, basedOn: "h2", done: "saved" });
    store.getState().edit({ dpi: 300 });
    await store.getState().save();
    expect(save).toHaveBeenLastCalledWith(expect.objectContaining({ basedOn: "h2" }));
  });

  it("says why a label cannot be opened", async () => {
    const { store } = editor();
    await store.getState().open("gone");
    expect(store.getState()).toMatchObject({ draft: null, problem: { code: expect.any(String) as string } });
  });
});
