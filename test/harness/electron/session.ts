import { EventEmitter } from "node:events";

type Answer = (granted: boolean) => void;
type RequestHandler = (contents: object, permission: string, answer: Answer, details: object) => void;
type CheckHandler = (contents: object | null, permission: string, origin: string, details: object) => boolean;

/** DevTools' name of a permission → Electron's. */
const permissions: Readonly<Record<string, string>> = {
  geolocation: "geolocation",
  notifications: "notifications",
  videoCapture: "media",
  audioCapture: "media",
  midi: "midi",
  midiSysex: "midiSysex",
  clipboardReadWrite: "clipboard-read",
  idleDetection: "idle-detection",
  displayCapture: "display-capture",
  localFonts: "local-fonts",
};

/** Electron's session, as far as refusing goes. */
export class Session extends EventEmitter {
  #request: RequestHandler | undefined;
  #check: CheckHandler | undefined;
  #device: ((details: object) => boolean) | undefined;

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.#request = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    this.#check = handler;
  }

  setDevicePermissionHandler(handler: (details: object) => boolean): void {
    this.#device = handler;
  }

  /** What the handlers say of each permission, asked once beforehand. Without handlers Electron would grant. */
  async permissionSettings(contents: object): Promise<ReadonlyMap<string, "granted" | "denied">> {
    const settings = new Map<string, "granted" | "denied">();
    for (const [name, permission] of Object.entries(permissions)) {
      const checked = this.#check?.(contents, permission, "", {}) ?? true;
      const request = this.#request;
      const answered =
        request === undefined || (await new Promise<boolean>((resolve) => request(contents, permission, resolve, {})));
      settings.set(name, checked && answered ? "granted" : "denied");
    }
    if (this.#device?.({ deviceType: "serial" }) !== false) settings.set("serial", "granted");
    return settings;
  }
}
