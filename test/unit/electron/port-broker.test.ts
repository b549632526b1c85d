import { EventEmitter } from "node:events";
import { expect, it, vi } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import type { StationSupervisor } from "../../../main/electron/station-supervisor.ts";

const { ipcMain } = vi.hoisted(() => ({ ipcMain: { on: vi.fn() } }));

vi.mock("electron", () => ({
  ipcMain,
  protocol: {},
  MessageChannelMain: class {
    readonly port1 = "for the station";
    readonly port2 = "for the page";
  },
}));

const { brokerPorts } = await import("../../../main/electron/port-broker.ts");
const connect = vi.fn();
brokerPorts({ connect } as unknown as StationSupervisor, silentLog);
const [channel, listener] = ipcMain.on.mock.calls[0] as [string, (event: object) => void];

const request = (frame: object | null) => {
  connect.mockClear();
  const postMessage = vi.fn();
  listener({ sender: new EventEmitter(), senderFrame: frame === null ? null : { postMessage, ...frame } });
  return postMessage;
};

it("hands one port to the page and the other to the station", () => {
  expect(channel).toBe("touchmark:request-port");
  const postMessage = request({ url: "touchmark://station/", parent: null });
  expect(postMessage).toHaveBeenCalledExactlyOnceWith("touchmark:port", null, ["for the page"]);
  expect(connect).toHaveBeenCalledExactlyOnceWith("for the station");
});

it.each([
  ["a foreign page", { url: "https://example.com/", parent: null }],
  ["a frame inside our page", { url: "touchmark://station/", parent: {} }],
  ["a frame that is gone", null],
])("gives %s nothing", (_who, frame) => {
  expect(request(frame)).not.toHaveBeenCalled();
  expect(connect).not.toHaveBeenCalled();
});
