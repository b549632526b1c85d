import { ipcMain, MessageChannelMain } from "electron";
import { portChannel, requestPortChannel } from "../api/contract/desktop-bridge.ts";
import type { Log } from "../base/log.ts";
import { isOwnPage } from "./renderer-scheme.ts";
import type { StationSupervisor } from "./station-supervisor.ts";

/** Answers our own page's request for a port to the station; any other sender gets nothing. */
export function brokerPorts(supervisor: StationSupervisor, log: Log): void {
  ipcMain.on(requestPortChannel, (event) => {
    const frame = event.senderFrame;
    if (frame === null || frame.parent !== null || !isOwnPage(frame.url)) {
      log.warn({ url: frame?.url }, "a port was asked for by a page that is not ours");
      return;
    }
    const { port1, port2 } = new MessageChannelMain();
    supervisor.connect(port1);
    frame.postMessage(portChannel, null, [port2]);
  });
}
