import type { BrowserWindow } from "electron";
import { expect, it, vi } from "vitest";

const showMessageBox = vi.hoisted(() => vi.fn(() => Promise.resolve({ response: 0, checkboxChecked: false })));
vi.mock("electron", () => ({ dialog: { showMessageBox } }));

const { tellUpgrade } = await import("../../../main/electron/tell-upgrade.ts");
const windowThat = (isDestroyed: boolean) => ({ isDestroyed: () => isDestroyed }) as unknown as BrowserWindow;

it("asks that nobody switches off, in a box that goes with the signal; not over a window that is gone", async () => {
  const { signal } = new AbortController();
  const window = windowThat(false);
  await tellUpgrade(window, signal);
  expect(showMessageBox).toHaveBeenCalledExactlyOnceWith(
    window,
    expect.objectContaining({ detail: expect.stringContaining("Do not switch off."), signal }),
  );
  await tellUpgrade(windowThat(true), signal);
  expect(showMessageBox).toHaveBeenCalledOnce();
});
