import { EventEmitter } from "node:events";
import type { Session, WebContents } from "electron";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { silentLog } from "../../../main/base/log.ts";

vi.mock("electron", () => ({ protocol: {} }));

const { guardContents, guardSession } = await import("../../../main/electron/guard-contents.ts");

class FakeContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
}

class FakeSession extends EventEmitter {
  readonly set: Record<string, (...given: never[]) => unknown> = {};
  setPermissionRequestHandler(handler: (...given: never[]) => unknown): void {
    this.set["request"] = handler;
  }
  setPermissionCheckHandler(handler: (...given: never[]) => unknown): void {
    this.set["check"] = handler;
  }
  setDevicePermissionHandler(handler: (...given: never[]) => unknown): void {
    this.set["device"] = handler;
  }
}

let contents: FakeContents;
let session: FakeSession;

beforeEach(() => {
  contents = new FakeContents();
  session = new FakeSession();
  guardContents(contents as unknown as WebContents, silentLog);
  guardSession(session as unknown as Session, silentLog);
});

const isPrevented = (emitter: EventEmitter, name: string, url: string, ...rest: unknown[]): boolean => {
  const preventDefault = vi.fn();
  emitter.emit(name, { url, preventDefault }, ...rest);
  return preventDefault.mock.calls.length > 0;
};

describe("guardContents", () => {
  it.each(["will-navigate", "will-frame-navigate", "will-redirect"])("keeps the page at home on %s", (name) => {
    expect(isPrevented(contents, name, "https://example.com/")).toBe(true);
    expect(isPrevented(contents, name, "file:///etc/passwd")).toBe(true);
    expect(isPrevented(contents, name, "touchmark://station/")).toBe(false);
  });

  it("opens no window, not even of its own pages", () => {
    expect(contents.openHandler?.({ url: "https://example.com/" })).toEqual({ action: "deny" });
    expect(contents.openHandler?.({ url: "touchmark://station/" })).toEqual({ action: "deny" });
  });

  it("attaches no webview", () => {
    expect(isPrevented(contents, "will-attach-webview", "")).toBe(true);
  });
});

describe("guardSession", () => {
  it("grants nothing", () => {
    const answer = vi.fn();
    session.set["request"]?.(...([{}, "serial", answer] as never[]));
    expect(answer).toHaveBeenCalledExactlyOnceWith(false);
    expect(session.set["check"]?.()).toBe(false);
    expect(session.set["device"]?.()).toBe(false);
  });

  it("saves the page's own blobs and nothing else", () => {
    const item = (url: string) => ({ getURL: () => url });
    const refused = (url: string) => isPrevented(session, "will-download", "", item(url));
    expect(refused("blob:touchmark://station/0c8f")).toBe(false);
    expect(refused("blob:https://example.com/0c8f")).toBe(true);
    expect(refused("https://example.com/x.exe")).toBe(true);
    expect(refused("touchmark://station/index.html")).toBe(true);
    expect(refused("data:text/plain,x")).toBe(true);
  });
});
