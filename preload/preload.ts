// The only file that sees both worlds. It lets the page ask for a port to the station, and say that it is locked to the Line.
import { contextBridge, ipcRenderer } from "electron";
import {
  kioskChannel,
  portAnnouncement,
  portChannel,
  requestPortChannel,
} from "../main/api/contract/desktop-bridge.ts";

ipcRenderer.on(portChannel, (event) => {
  const [port] = event.ports;
  if (port !== undefined) window.postMessage(portAnnouncement, window.location.origin, [port]);
});

contextBridge.exposeInMainWorld(
  "touchmark",
  Object.freeze({
    shell: "electron",
    /** The answer is the window message `touchmark-port` with one MessagePort. */
    requestPort: (): void => ipcRenderer.send(requestPortChannel),
    setKiosk: (on: unknown): void => ipcRenderer.send(kioskChannel, on === true),
  }),
);
