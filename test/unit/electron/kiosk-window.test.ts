import { EventEmitter } from "node:events";
import type { BrowserWindow } from "electron";
import { expect, it, vi } from "vitest";
import { silentLog } from "../../../main/base/log.ts";

const electron = vi.hoisted(() => ({
  ipcMain: { on: vi.fn() },
  Menu: { setApplicationMenu: vi.fn(), buildFromTemplate: () => "menu" },
  protocol: {},
  listeners: new Map<string, () => void>(),
}));
vi.mock("electron", () => ({
  ...electron,
  app: { isPackaged: true, on: (name: string, listener: () => void) => electron.listeners.set(name, listener) },
}));

const { followKiosk } = await import("../../../main/electron/kiosk-window.ts");
const setKiosk = vi.fn();
const window = Object.assign(new EventEmitter(), { setKiosk, isDestroyed: () => false });
followKiosk(window as unknown as BrowserWindow, silentLog);
const [channel, listener] = electron.ipcMain.on.mock.calls[0] as [string, (event: object, on: unknown) => void];
const ours = { senderFrame: { url: "touchmark://station/", parent: null } };

const isClosedByHand = (): boolean => {
  const preventDefault = vi.fn();
  window.emit("close", { preventDefault });
  return preventDefault.mock.calls.length === 0;
};

it("takes the page's word only, and then has neither menu nor a way to close it", () => {
  expect(channel).toBe("touchmark:kiosk");
  listener({ senderFrame: { url: "https://example.com/", parent: null } }, true);
  listener({ senderFrame: null }, true);
  expect([setKiosk.mock.calls.length, isClosedByHand()]).toEqual([0, true]);
  listener(ours, true);
  expect(setKiosk).toHaveBeenLastCalledWith(true);
  expect(electron.Menu.setApplicationMenu).toHaveBeenLastCalledWith(null);
  expect(isClosedByHand()).toBe(false);
  listener(ours, false);
  expect(setKiosk).toHaveBeenLastCalledWith(false);
  expect(electron.Menu.setApplicationMenu).toHaveBeenLastCalledWith("menu");
  expect(isClosedByHand()).toBe(true);
});

it("lets the system quit a locked one", () => {
  listener(ours, true);
  electron.listeners.get("before-quit")?.();
  expect(isClosedByHand()).toBe(true);
});
