import { EventEmitter } from "node:events";
import type { MessagePortMain, UtilityProcess } from "electron";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { StationSupervisor } from "../../../main/electron/station-supervisor.ts";

class FakeChild extends EventEmitter {
  readonly postMessage = vi.fn();
  readonly kill = vi.fn(() => {
    this.emit("exit", 1);
    return true;
  });
}

const fakePort = () => ({ close: vi.fn() }) as unknown as MessagePortMain & { close: ReturnType<typeof vi.fn> };
const problem = { code: "set-up.held", sentence: "Close the other station.", detail: "held", retry: "after-fix" };
let children: FakeChild[];
let supervisor: StationSupervisor;
const child = (index: number): FakeChild => children[index] ?? expect.fail(`no child ${index}`);

beforeEach(() => {
  vi.useFakeTimers();
  children = [];
  supervisor = new StationSupervisor({
    fork: () => {
      children.push(new FakeChild());
      return children.at(-1) as unknown as UtilityProcess;
    },
    log: silentLog,
  });
  supervisor.start();
});
afterEach(() => vi.useRealTimers());

describe("ports", () => {
  it("wait for the station to be ready", () => {
    const port = fakePort();
    supervisor.connect(port);
    expect(child(0).postMessage).not.toHaveBeenCalled();
    child(0).emit("message", { type: "ready" });
    expect(child(0).postMessage).toHaveBeenCalledExactlyOnceWith({ type: "port" }, [port]);
  });

  it("that come after a crash go to the next station", () => {
    child(0).emit("message", { type: "ready" });
    child(0).emit("exit", 139);
    const port = fakePort();
    supervisor.connect(port);
    vi.advanceTimersByTime(250);
    child(1).emit("message", { type: "ready" });
    expect(child(1).postMessage).toHaveBeenCalledExactlyOnceWith({ type: "port" }, [port]);
    expect(child(0).postMessage).not.toHaveBeenCalled();
  });

  it("do not pile up: the oldest is closed", () => {
    const ports = Array.from({ length: 9 }, fakePort);
    for (const port of ports) supervisor.connect(port);
    expect(ports.map((port) => port.close.mock.calls.length)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

describe("restarting", () => {
  it("waits longer each time, and at most ten seconds", () => {
    for (const [index, wait] of [250, 1_000, 2_000, 5_000, 10_000, 10_000].entries()) {
      child(index).emit("exit", 1);
      vi.advanceTimersByTime(wait - 1);
      expect(children).toHaveLength(index + 1);
      vi.advanceTimersByTime(1);
      expect(children).toHaveLength(index + 2);
    }
  });

  it("is quick again after a healthy minute", () => {
    child(0).emit("exit", 1);
    vi.advanceTimersByTime(250);
    vi.advanceTimersByTime(60_001);
    child(1).emit("exit", 1);
    vi.advanceTimersByTime(250);
    expect(children).toHaveLength(3);
  });

  it.each(["ready", "failed", "exit"] as const)("says that records are brought up to date, until %s", (end) => {
    const signals: AbortSignal[] = [];
    supervisor.upgrading.on((signal) => signals.push(signal));
    child(0).emit("message", { type: "upgrading" });
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    if (end === "exit") child(0).emit("exit", 1);
    else child(0).emit("message", { type: end, ...(end === "failed" && { problem }) });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it("tells why the station did not start", () => {
    const heard = vi.fn();
    supervisor.failed.on(heard);
    child(0).emit("message", { type: "failed", problem });
    expect(heard).toHaveBeenCalledExactlyOnceWith(problem);
    expect(child(0).kill).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(250);
    expect(children).toHaveLength(2);
  });

  it("ignores what is not a message of the station's", () => {
    supervisor.connect(fakePort());
    for (const message of [undefined, "ready", { type: "reddy" }, { type: "failed" }])
      child(0).emit("message", message);
    expect(child(0).postMessage).not.toHaveBeenCalled();
    expect(child(0).kill).not.toHaveBeenCalled();
  });
});

describe("closing", () => {
  it("asks the station and waits for it", async () => {
    child(0).emit("message", { type: "ready" });
    const closed = supervisor.close();
    expect(supervisor.close()).toBe(closed);
    expect(child(0).postMessage).toHaveBeenCalledExactlyOnceWith({ type: "close" }, []);
    child(0).emit("exit", 0);
    await closed;
    expect(child(0).kill).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60_000);
    expect(children).toHaveLength(1);
  });

  it("ends a station that hangs", async () => {
    const closed = supervisor.close();
    vi.advanceTimersByTime(10_000);
    await closed;
    expect(child(0).kill).toHaveBeenCalledOnce();
  });

  it("settles while there is no station, and takes no more ports", async () => {
    const waiting = fakePort();
    child(0).emit("exit", 1);
    supervisor.connect(waiting);
    await supervisor.close();
    expect(waiting.close).toHaveBeenCalledOnce();
    const late = fakePort();
    supervisor.connect(late);
    expect(late.close).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(60_000);
    expect(children).toHaveLength(1);
  });
});
