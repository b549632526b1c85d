import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PortInfo } from "../../../../main/link/list-ports.ts";
import { type PortChange, type PortWatch, watchPorts } from "../../../../main/link/ports/watch-ports.ts";

const usb = (place: string, insertion = "1"): PortInfo => ({
  kind: "usb",
  path: `usb:${place}`,
  location: place,
  insertion,
});

let folder: string;
let there: readonly PortInfo[];
let told: PortChange[];
let ports: PortWatch;
const watch = (intervalMs = 5): void => {
  ports = watchPorts((change) => told.push(change), {
    list: () => Promise.resolve(there),
    intervalMs,
    devFolder: folder,
  });
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-dev-"));
  there = [];
  told = [];
});
afterEach(() => {
  ports.stop();
  rmSync(folder, { recursive: true });
});

describe("watching ports", () => {
  it("tells what is there, what comes and what goes", async () => {
    there = [usb("1-1")];
    watch();
    await vi.waitFor(() => expect(told).toEqual([{ ports: [usb("1-1")], come: [usb("1-1")], gone: [] }]));
    there = [usb("1-1"), usb("1-2")];
    await vi.waitFor(() => expect(told[1]).toEqual({ ports: there, come: [usb("1-2")], gone: [] }));
    there = [usb("1-2")];
    await vi.waitFor(() => expect(told[2]).toEqual({ ports: there, come: [], gone: [usb("1-1")] }));
    expect(told.length).toBe(3);
  });

  it("tells another insertion between two looks as gone and come", async () => {
    there = [usb("1-1", "7")];
    watch();
    await vi.waitFor(() => expect(told.length).toBe(1));
    there = [usb("1-1", "8")];
    await vi.waitFor(() => expect(told[1]).toEqual({ ports: there, come: there, gone: [usb("1-1", "7")] }));
  });

  it("knows a serial port made anew at its path from the one before", async () => {
    const path = join(folder, "ttyACM0");
    writeFileSync(path, "");
    there = [{ kind: "serial", path }];
    watch();
    await vi.waitFor(() => expect(told.length).toBe(1));
    writeFileSync(join(folder, "other"), "");
    renameSync(join(folder, "other"), path);
    await vi.waitFor(() => expect(told[1]).toEqual({ ports: there, come: there, gone: there }));
  });

  it("tells what is learnt of a device later, without an insertion", async () => {
    there = [usb("1-1")];
    watch();
    await vi.waitFor(() => expect(told.length).toBe(1));
    there = [{ ...usb("1-1"), manufacturer: "Zephyr Project" }];
    await vi.waitFor(() => expect(told[1]).toEqual({ ports: there, come: [], gone: [] }));
  });

  it("goes on after a look that failed", async () => {
    let looks = 0;
    ports = watchPorts((change) => told.push(change), {
      list: () => (++looks === 1 ? Promise.reject(new Error("no list")) : Promise.resolve([usb("1-1")])),
      intervalMs: 5,
      devFolder: folder,
    });
    await vi.waitFor(() => expect(told.length).toBe(1));
  });

  it("looks when asked, once for all who ask meanwhile", async () => {
    let looks = 0;
    ports = watchPorts((change) => told.push(change), {
      list: () => {
        looks += 1;
        return Promise.resolve(there);
      },
      intervalMs: 600_000,
      devFolder: join(folder, "none"),
    });
    await vi.waitFor(() => expect(told.length).toBe(1));
    there = [usb("1-1")];
    await Promise.all([ports.look(), ports.look(), ports.look()]);
    expect(told[1]?.come).toEqual(there);
    expect(looks).toBe(2);
  });

  it.skipIf(process.platform !== "linux")("looks at once when the system says that a port came", async () => {
    watch(600_000);
    await vi.waitFor(() => expect(told.length).toBe(1));
    there = [{ kind: "serial", path: join(folder, "ttyACM0") }];
    writeFileSync(join(folder, "ttyACM0"), "");
    await vi.waitFor(() => expect(told[1]?.come).toEqual(there), 5000);
  });

  it.skipIf(process.platform !== "linux")("does not look because bytes go through a port", async () => {
    const path = join(folder, "ttyACM0");
    writeFileSync(path, "");
    let looks = 0;
    ports = watchPorts((change) => told.push(change), {
      list: () => {
        looks += 1;
        return Promise.resolve([{ kind: "serial", path }]);
      },
      intervalMs: 600_000,
      devFolder: folder,
    });
    await vi.waitFor(() => expect(told.length).toBe(1));
    for (let byte = 0; byte < 20; byte += 1) appendFileSync(path, "x");
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(looks).toBe(1);
  });
});
