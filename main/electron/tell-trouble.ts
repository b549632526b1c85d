import { app, type BrowserWindow, dialog } from "electron";
import type { Problem } from "./station-messages.ts";

/** Says once why the station does not start, until somebody has answered. The screens say by themselves that it is away. */
export function createTroubleTeller(window: BrowserWindow): (problem: Problem) => Promise<void> {
  let open = false;
  return async (problem) => {
    if (open || window.isDestroyed()) return;
    open = true;
    const { response } = await dialog.showMessageBox(window, {
      type: "error",
      title: "Touchmark",
      message: problem.sentence,
      detail: `${problem.code}: ${problem.detail}`,
      buttons: ["Keep trying", "Quit"],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    open = false;
    if (response === 1) app.quit();
  };
}
