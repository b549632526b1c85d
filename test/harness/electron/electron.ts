// What the stand-in offers under Electron's names. A name that is missing here fails at link time, in the open.
export { app } from "./app.ts";
export { BrowserWindow } from "./browser-window.ts";
export { dialog, Menu } from "./dialog.ts";
export { ipcMain } from "./ipc-main.ts";
export { MessageChannelMain } from "./message-port.ts";
export { protocol } from "./protocol.ts";
export { utilityProcess } from "./utility-process.ts";
