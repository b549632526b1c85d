import { expect, it, vi } from "vitest";

type Listener = (event: { readonly ports: readonly object[] }) => void;

const electron = vi.hoisted(() => ({
  contextBridge: { exposeInMainWorld: vi.fn() },
  ipcRenderer: { on: vi.fn(), send: vi.fn() },
}));
vi.mock("electron", () => electron);

const postMessage = vi.fn();
vi.stubGlobal("window", { postMessage, location: { origin: "touchmark://station" } });
await import("../../../preload/preload.ts");

const exposedCount = electron.contextBridge.exposeInMainWorld.mock.calls.length;
const [name, bridge] = electron.contextBridge.exposeInMainWorld.mock.calls[0] as [
  string,
  { readonly shell: string; requestPort(...given: unknown[]): void; setKiosk(...given: unknown[]): void },
];
const [channel, listener] = electron.ipcRenderer.on.mock.calls[0] as [string, Listener];

it("exposes one frozen object with three members", () => {
  expect(exposedCount).toBe(1);
  expect(name).toBe("touchmark");
  expect(Object.keys(bridge).sort()).toEqual(["requestPort", "setKiosk", "shell"]);
  expect(Object.isFrozen(bridge)).toBe(true);
});

it("asks for a port with nothing of the page's in the message", () => {
  bridge.requestPort("evil", {});
  expect(electron.ipcRenderer.send).toHaveBeenCalledExactlyOnceWith("touchmark:request-port");
});

it("says whether the page is locked to the Line, and nothing else of what the page gives", () => {
  electron.ipcRenderer.send.mockClear();
  for (const given of [true, false, "yes", {}]) bridge.setKiosk(given, "more");
  expect(electron.ipcRenderer.send.mock.calls).toEqual(
    [true, false, false, false].map((on) => ["touchmark:kiosk", on]),
  );
});

it("hands the port to its own origin only", () => {
  const port = {};
  expect(channel).toBe("touchmark:port");
  listener({ ports: [] });
  expect(postMessage).not.toHaveBeenCalled();
  listener({ ports: [port] });
  expect(postMessage).toHaveBeenCalledExactlyOnceWith("touchmark-port", "touchmark://station", [port]);
});
