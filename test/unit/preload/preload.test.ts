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
  { readonly shell: string; requestPort(...given: unknown[]): void },
];
const [channel, listener] = electron.ipcRenderer.on.mock.calls[0] as [string, Listener];

it("exposes one frozen object with two members", () => {
  expect(exposedCount).toBe(1);
  expect(name).toBe("touchmark");
  expect(Object.keys(bridge).sort()).toEqual(["requestPort", "shell"]);
  expect(Object.isFrozen(bridge)).toBe(true);
});

it("asks for a port with nothing of the page's in the message", () => {
  bridge.requestPort("evil", {});
  expect(electron.ipcRenderer.send).toHaveBeenCalledExactlyOnceWith("touchmark:request-port");
});

it("hands the port to its own origin only", () => {
  const port = {};
  expect(channel).toBe("touchmark:port");
  listener({ ports: [] });
  expect(postMessage).not.toHaveBeenCalled();
  listener({ ports: [port] });
  expect(postMessage).toHaveBeenCalledExactlyOnceWith("touchmark-port", "touchmark://station", [port]);
});
