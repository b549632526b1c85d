import { BrowserWindow } from "electron";
import { desktopOrigin } from "../api/contract/desktop-bridge.ts";
import type { Log } from "../base/log.ts";
import { guardContents, guardSession } from "./guard-contents.ts";

const reloadsAllowed = 3;
const reloadWindowMs = 60_000;

/** The one window. Everything a page could use against the machine is off. */
export function openStationWindow(preload: string, log: Log): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: "Touchmark",
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  guardContents(window.webContents, log);
  guardSession(window.webContents.session, log);
  window.once("ready-to-show", () => window.show());
  bringBackAfterCrash(window, log);
  window.loadURL(`${desktopOrigin}/`).catch((error: unknown) => log.error({ error: String(error) }, "no page loaded"));
  return window;
}

/** A page that crashed is loaded again, but one that crashes at once every time is left alone. */
function bringBackAfterCrash(window: BrowserWindow, log: Log): void {
  let crashes: number[] = [];
  window.webContents.on("render-process-gone", (_event, details) => {
    if (details.reason === "clean-exit") return;
    const now = performance.now();
    crashes = [...crashes.filter((at) => now - at < reloadWindowMs), now];
    log.error({ reason: details.reason, crashes: crashes.length }, "the page's process is gone");
    if (crashes.length <= reloadsAllowed) window.webContents.reload();
  });
}
