import { type BrowserWindow, dialog } from "electron";

/** Says that the station will be a while yet, until it is ready (the signal) or somebody has read it: nobody is to pull the plug. */
export async function tellUpgrade(window: BrowserWindow, signal: AbortSignal): Promise<void> {
  if (window.isDestroyed()) return;
  await dialog.showMessageBox(window, {
    type: "info",
    title: "Touchmark",
    message: "Bringing the records up to date.",
    detail: "This may take a minute. Do not switch off.",
    buttons: ["OK"],
    signal,
  });
}
