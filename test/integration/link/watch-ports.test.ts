import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listPorts } from "../../../main/link/list-ports.ts";
import { type PortChange, type PortWatch, watchPorts } from "../../../main/link/ports/watch-ports.ts";
import { FakeSystem } from "../../harness/fake-system.ts";
import { type PtyPort, ptyTo, socatAvailable } from "../../harness/pty-pair.ts";

/** Real PTYs as ports, sysfs and udev in a folder, the kernel's own events for the folder that stands for /dev. */
describe.skipIf(process.platform !== "linux" || !socatAvailable())("watching the ports of a machine", () => {
  let system: FakeSystem;
  let ports: PortWatch;
  let told: PortChange[];
  const ptys: PtyPort[] = [];

  beforeEach(async () => {
    system = new FakeSystem();
    vi.stubEnv("PATH", `${system.bin}:${process.env["PATH"] ?? ""}`);
    told = [];
    ports = watchPorts((change) => told.push(change), {
      list: () => listPorts(system.folders),
      devFolder: system.folders.dev,
      // Only what the system says counts here.
      intervalMs: 600_000,
    });
    await vi.waitFor(() => expect(told.length).toBe(1));
  });

  afterEach(async () => {
    ports.stop();
    vi.unstubAllEnvs();
    for (const pty of ptys.splice(0)) await pty.stop();
    system.dispose();
  });

  async function plug(devnum: number): Promise<void> {
    const pty = await ptyTo("exec:cat");
    ptys.push(pty);
    const path = system.plug({ socket: "1-4.2", name: "ttyACM0", devnum, serialNumber: `SN${devnum}` });
    symlinkSync(pty.path, path);
  }

  function pull(): void {
    system.pull("ttyACM0");
    rmSync(join(system.folders.dev, "ttyACM0"));
  }

  it("tells of the plug with its socket, of the pull, and of the next device in that socket", async () => {
    await plug(7);
    await vi.waitFor(
      () => expect(told[1]?.come).toMatchObject([{ location: "1-4.2:1.0", serialNumber: "SN7" }]),
      10_000,
    );
    pull();
    await vi.waitFor(
      () => expect(told[2]).toMatchObject({ ports: [], come: [], gone: [{ serialNumber: "SN7" }] }),
      10_000,
    );
    await plug(8);
    await vi.waitFor(
      () => expect(told[3]?.come).toMatchObject([{ location: "1-4.2:1.0", serialNumber: "SN8" }]),
      10_000,
    );
  });

  it("tells a device that was swapped in one breath as gone and come", async () => {
    await plug(7);
    await vi.waitFor(() => expect(told[1]?.come.length).toBe(1), 10_000);
    const next = await ptyTo("exec:cat");
    ptys.push(next);
    pull();
    symlinkSync(next.path, system.plug({ socket: "1-4.2", name: "ttyACM0", devnum: 8, serialNumber: "SN8" }));
    await vi.waitFor(
      () => expect(told.at(-1)).toMatchObject({ come: [{ serialNumber: "SN8" }], gone: [{ serialNumber: "SN7" }] }),
      10_000,
    );
    expect(told.length).toBe(3);
  });
});
