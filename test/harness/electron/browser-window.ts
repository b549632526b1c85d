import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { app } from "./app.ts";
import { launchChromium } from "./chromium.ts";
import { DevTools } from "./devtools.ts";
import { say } from "./say.ts";
import { WebContents } from "./web-contents.ts";

interface WebPreferences {
  readonly preload?: string;
  readonly contextIsolation?: boolean;
  readonly sandbox?: boolean;
  readonly nodeIntegration?: boolean;
  readonly webSecurity?: boolean;
}

interface WindowOptions {
  readonly webPreferences?: WebPreferences;
}

let open: Promise<DevTools> | undefined;

/** Electron's window: a page of a headless Chromium. One is enough for the shell under test. */
export class BrowserWindow extends EventEmitter {
  readonly webContents = new WebContents();
  readonly #preload: string;
  #destroyed = false;

  constructor({ webPreferences = {} }: WindowOptions) {
    super();
    refuseUnlikeness(webPreferences);
    this.#preload = webPreferences.preload === undefined ? "" : readFileSync(webPreferences.preload, "utf8");
    this.webContents.once("did-finish-load", () => this.emit("ready-to-show"));
  }

  async loadURL(url: string): Promise<void> {
    open ??= launchChromium(() => this.#onGone()).then((address) => DevTools.connect(address));
    const connection = await open;
    const { targetInfos } = await connection.browser.send<{ targetInfos: { type: string; targetId: string }[] }>(
      "Target.getTargets",
    );
    const target = targetInfos.find(({ type }) => type === "page");
    if (target === undefined) throw new Error("stand-in: Chromium has no page");
    await this.webContents.attach(connection, target.targetId, this.#preload);
    await this.webContents.loadURL(url);
    say("loaded", url);
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isMinimized(): boolean {
    return false;
  }

  show(): void {
    // A headless window is never seen.
  }

  focus(): void {
    // Nor focused.
  }

  setKiosk(on: boolean): void {
    say("kiosk", on);
  }

  restore(): void {
    // Nor minimised.
  }

  #onGone(): void {
    this.#destroyed = true;
    this.emit("closed");
    app.emit("window-all-closed");
  }
}

/** The stand-in has no other mode than the safe one; a shell that asked for less must not look as if it worked. */
function refuseUnlikeness(asked: WebPreferences): void {
  const unlike =
    asked.contextIsolation !== true ||
    asked.sandbox !== true ||
    asked.nodeIntegration === true ||
    asked.webSecurity === false;
  if (unlike) throw new Error("stand-in: the window must be sandboxed, isolated, without Node, with web security");
}
