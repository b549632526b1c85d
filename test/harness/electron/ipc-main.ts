import { EventEmitter } from "node:events";

/** Emits `channel` with (event, …arguments) for every message of a preload script. */
export const ipcMain = new EventEmitter();
