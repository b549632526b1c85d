import type { BrowserWindow } from "electron";
import { beforeEach, expect, it, vi } from "vitest";

const showMessageBox = vi.hoisted(() => vi.fn(() => Promise.resolve({ response: 0, checkboxChecked: false })));
const getPreferredSystemLanguages = vi.hoisted(() => vi.fn((): string[] => []));
vi.mock("electron", () => ({ app: { getPreferredSystemLanguages }, dialog: { showMessageBox } }));

const { tellUpgrade } = await import("../../../main/electron/tell-upgrade.ts");
const windowThat = (isDestroyed: boolean) => ({ isDestroyed: () => isDestroyed }) as unknown as BrowserWindow;
const { signal } = new AbortController();

beforeEach(() => showMessageBox.mockClear());

it.each([
  [["de-AT", "en-US"], "Nicht ausschalten."],
  [["fr-FR", "zh-Hans-CN"], "请勿关机。"],
  [["fr-FR"], "Do not switch off."],
  [[], "Do not switch off."],
])("asks that nobody switches off, in a box that goes with the signal: system of %s", async (languages, sentence) => {
  getPreferredSystemLanguages.mockReturnValue(languages);
  const window = windowThat(false);
  await tellUpgrade(window, signal);
  expect(showMessageBox).toHaveBeenCalledExactlyOnceWith(
    window,
    expect.objectContaining({ detail: expect.stringContaining(sentence), signal }),
  );
});

it("says nothing over a window that is gone", async () => {
  await tellUpgrade(windowThat(true), signal);
  expect(showMessageBox).not.toHaveBeenCalled();
});
