import { app, type BrowserWindow, ipcMain } from "electron";
import { kioskChannel } from "../api/contract/desktop-bridge.ts";
import type { Log } from "../base/log.ts";
import { setAppMenu } from "./app-menu.ts";
import { isOwnPage } from "./renderer-scheme.ts";

/**
 * The window as the page says the station wants it: in kiosk mode it fills the screen, has no menu and so no keys to leave by, and is not closed
 * by hand. Who may let it go is the station's business; quitting by the system goes on.
 */
export function followKiosk(window: BrowserWindow, log: Log): void {
  let leaving = false;
  let locked = false;
  app.on("before-quit", () => {
    leaving = true;
  });
  window.on("close", (event) => {
    if (locked && !leaving) event.preventDefault();
  });
  ipcMain.on(kioskChannel, (event, on: unknown) => {
    const frame = event.senderFrame;
    if (frame === null || frame.parent !== null || !isOwnPage(frame.url) || window.isDestroyed()) return;
    locked = on === true;
    log.info({ locked }, "the window is locked to the Line, or let go");
    window.setKiosk(locked);
    setAppMenu(app.isPackaged, locked);
  });
}
