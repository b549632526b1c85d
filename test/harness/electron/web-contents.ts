import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { preventable } from "./app.ts";
import type { DevTools, DevToolsSession } from "./devtools.ts";
import { ipcMain } from "./ipc-main.ts";
import type { MessagePortMain } from "./message-port.ts";
import { PageRelay } from "./page-relay.ts";
import { bindingName, mainWorldScript, preloadScript, preloadWorld } from "./page-scripts.ts";
import { answerCustomScheme } from "./protocol.ts";
import { fromChromium, toChromium } from "./scheme-map.ts";
import { Session } from "./session.ts";

type WindowOpenHandler = (details: { readonly url: string }) => { readonly action: "allow" | "deny" };

interface PausedRequest {
  readonly requestId: string;
  readonly request: { readonly url: string; readonly method: string };
  readonly resourceType: string;
  readonly frameId: string;
}

interface FrameInfo {
  readonly id: string;
  readonly parentId?: string;
  readonly url: string;
}

interface ContextCreated {
  readonly context: {
    readonly id: number;
    readonly name: string;
    readonly auxData: { readonly frameId: string };
  };
}

interface TargetInfo {
  readonly targetId: string;
  readonly type: string;
  readonly openerId?: string;
  readonly url: string;
}

/** A debugger that holds new pages at their start lets go of them within this; one that is closed before stays held. */
const settleMs = 200;

/** One page of Chromium as Electron shows it to the shell. */
export class WebContents extends EventEmitter {
  readonly session = new Session();
  readonly #frames = new Map<string, FrameInfo>();
  readonly #relays = new Map<number, { readonly relay: PageRelay; readonly frameId: string }>();
  #openWindow: WindowOpenHandler = () => ({ action: "allow" });
  #devtools: DevToolsSession | undefined;
  #mainFrame = "";
  /** Address the shell itself asked for: not a navigation of the page's. */
  #expected: string | undefined;

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openWindow = handler;
  }

  getURL(): string {
    return fromChromium(this.#frames.get(this.#mainFrame)?.url ?? "");
  }

  /** Settles once the page has loaded. */
  async loadURL(url: string): Promise<void> {
    this.#expected = toChromium(url);
    const finished = once(this, "did-finish-load");
    await this.#devtools?.send("Page.navigate", { url: this.#expected });
    await finished;
  }

  reload(): void {
    this.#expected = this.#frames.get(this.#mainFrame)?.url;
    this.#devtools?.tell("Page.navigate", { url: this.#expected });
  }

  /** Takes over a fresh target: permissions, interception, the preload script in its own world. */
  async attach(connection: DevTools, targetId: string, preload: string): Promise<void> {
    const { browser } = connection;
    const { sessionId } = await browser.send<{ sessionId: string }>("Target.attachToTarget", {
      targetId,
      flatten: true,
    });
    const page = connection.session(sessionId);
    this.#devtools = page;
    this.#listen(page);
    await page.send("Page.enable");
    const { frameTree } = await page.send<{ frameTree: { frame: FrameInfo } }>("Page.getFrameTree");
    this.#mainFrame = frameTree.frame.id;
    await page.send("Fetch.enable", { patterns: [{ urlPattern: "*" }] });
    const secret = randomBytes(16).toString("hex");
    await page.send("Runtime.enable");
    await page.send("Runtime.addBinding", { name: bindingName, executionContextName: preloadWorld });
    await page.send("Page.addScriptToEvaluateOnNewDocument", { source: mainWorldScript(secret) });
    await page.send("Page.addScriptToEvaluateOnNewDocument", {
      source: preloadScript(secret, preload),
      worldName: preloadWorld,
    });
    await this.#applySession(connection);
    await this.#watchWindows(connection, targetId);
  }

  async #applySession({ browser }: DevTools): Promise<void> {
    for (const [name, setting] of await this.session.permissionSettings(this)) {
      await browser
        .send("Browser.setPermission", { permission: { name: toQueryName(name) }, setting })
        .catch(() => undefined);
    }
    browser.on("Browser.downloadWillBegin", ({ guid, url, suggestedFilename }) => {
      const item = { getURL: () => fromChromium(url), getFilename: () => suggestedFilename };
      const event = preventable({});
      this.session.emit("will-download", event, item, this);
      if (event.defaultPrevented) browser.tell("Browser.cancelDownload", { guid });
    });
    await browser.send("Browser.setDownloadBehavior", { behavior: "default", eventsEnabled: true });
  }

  #listen(page: DevToolsSession): void {
    page.on("Page.frameNavigated", ({ frame }: { frame: FrameInfo }) => this.#frames.set(frame.id, frame));
    page.on("Page.loadEventFired", () => this.emit("did-finish-load"));
    page.on("Fetch.requestPaused", (paused: PausedRequest) => void this.#onRequest(page, paused));
    page.on("Runtime.executionContextCreated", ({ context }: ContextCreated) => {
      if (context.name === preloadWorld) this.#openRelay(page, context.id, context.auxData.frameId);
    });
    page.on("Runtime.executionContextDestroyed", ({ executionContextId }) => this.#closeRelay(executionContextId));
    page.on("Runtime.executionContextsCleared", () => {
      for (const id of this.#relays.keys()) this.#closeRelay(id);
    });
    page.on("Runtime.bindingCalled", ({ payload, executionContextId }) => this.#onBinding(payload, executionContextId));
    page.on("Inspector.targetCrashed", () => this.emit("render-process-gone", {}, { reason: "crashed", exitCode: 1 }));
  }

  #askForWindow(url: string): void {
    const { action } = this.#openWindow({ url: fromChromium(url) });
    if (action !== "deny") throw new Error("stand-in: a second window cannot be shown");
  }

  /** The other way to a window, a link with a target: it is closed as soon as it is there. */
  async #watchWindows({ browser }: DevTools, openerId: string): Promise<void> {
    browser.on("Target.targetCreated", ({ targetInfo }: { readonly targetInfo: TargetInfo }) => {
      if (targetInfo.type !== "page" || targetInfo.openerId !== openerId) return;
      this.#askForWindow(targetInfo.url);
      setTimeout(() => browser.tell("Target.closeTarget", { targetId: targetInfo.targetId }), settleMs);
    });
    await browser.send("Target.setDiscoverTargets", { discover: true });
  }

  async #onRequest(page: DevToolsSession, paused: PausedRequest): Promise<void> {
    const { requestId, request, resourceType, frameId } = paused;
    const url = fromChromium(request.url);
    if (resourceType === "Document" && this.#isRefused(request.url, url, frameId)) {
      page.tell("Fetch.failRequest", { requestId, errorReason: "Aborted" });
      return;
    }
    if (url === request.url) {
      page.tell("Fetch.continueRequest", { requestId });
      return;
    }
    const answer = await answerCustomScheme(url, request.method).catch(() => undefined);
    if (answer === undefined) page.tell("Fetch.failRequest", { requestId, errorReason: "Failed" });
    else {
      page.tell("Fetch.fulfillRequest", {
        requestId,
        responseCode: answer.status,
        responseHeaders: [...answer.headers].map(([name, value]) => ({ name, value })),
        body: Buffer.from(await answer.arrayBuffer()).toString("base64"),
      });
    }
  }

  #isRefused(chromiumUrl: string, url: string, frameId: string): boolean {
    const isMainFrame = frameId === this.#mainFrame;
    if (isMainFrame && chromiumUrl === this.#expected) {
      this.#expected = undefined;
      return false;
    }
    const event = preventable({ url, isMainFrame, isSameDocument: false });
    this.emit("will-frame-navigate", event);
    if (isMainFrame) this.emit("will-navigate", event, url);
    return event.defaultPrevented;
  }

  #openRelay(page: DevToolsSession, contextId: number, frameId: string): void {
    const relay = new PageRelay((text) =>
      page.tell("Runtime.evaluate", { expression: `__standInReceive(${JSON.stringify(text)})`, contextId }),
    );
    this.#relays.set(contextId, { relay, frameId });
  }

  #closeRelay(contextId: number): void {
    this.#relays.get(contextId)?.relay.close();
    this.#relays.delete(contextId);
  }

  #onBinding(payload: string, contextId: number): void {
    const known = this.#relays.get(contextId);
    const message = known?.relay.receive(payload);
    if (known === undefined || message === undefined) return;
    if (message.type === "open") {
      this.#askForWindow(message.url);
      return;
    }
    const frame = this.#frames.get(known.frameId);
    const senderFrame = {
      url: fromChromium(frame?.url ?? ""),
      parent: frame?.parentId === undefined ? null : {},
      postMessage: (channel: string, data: unknown, transfer: readonly MessagePortMain[] = []) =>
        known.relay.deliver(
          channel,
          data,
          transfer.map((port) => port.detach()),
        ),
    };
    ipcMain.emit(message.channel, { sender: this, senderFrame }, ...message.given);
  }
}

/** Browser.setPermission takes the names of the Permissions API. */
function toQueryName(name: string): string {
  const names: Readonly<Record<string, string>> = {
    videoCapture: "camera",
    audioCapture: "microphone",
    midiSysex: "midi",
    clipboardReadWrite: "clipboard-read",
    idleDetection: "idle-detection",
    displayCapture: "display-capture",
    localFonts: "local-fonts",
  };
  return names[name] ?? name;
}
