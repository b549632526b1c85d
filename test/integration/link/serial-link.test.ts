import { afterEach, describe, expect, it, vi } from "vitest";
import { concatBytes, toHex } from "../../../main/base/bytes/bytes.ts";
import type { Link } from "../../../main/link/link.ts";
import { openLink } from "../../../main/link/open-link.ts";
import { openSerialLink } from "../../../main/link/serial-link.ts";
import { hear } from "../../contract/link-contract.ts";
import { hasSocat, type PtyCable, ptyCable } from "../../harness/pty-cable.ts";

const at = { baudRate: 115_200 };
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(!hasSocat)("serial link on a PTY", () => {
  const cables: PtyCable[] = [];
  const links: Link[] = [];
  const plug = async (): Promise<PtyCable> => {
    const cable = await ptyCable();
    cables.push(cable);
    return cable;
  };
  const open = async (path: string): Promise<Link> => {
    const link = await openLink(path, at);
    links.push(link);
    return link;
  };
  afterEach(async () => {
    await Promise.all(links.splice(0).map((link) => link.close()));
    await Promise.all(cables.splice(0).map((cable) => cable.dispose()));
  });

  it("says link.lost when unplugged in mid-flow", async () => {
    const cable = await plug();
    const link = await open(cable.path);
    const heard = hear(link);
    const flow = setInterval(() => cable.far.write(new Uint8Array(64)), 2);
    await vi.waitFor(() => expect(heard.chunks.length).toBeGreaterThan(5));
    await cable.pull();
    clearInterval(flow);
    await vi.waitFor(() => expect(heard.ends.map((end) => end?.code)).toEqual(["link.lost"]), 5000);
  });

  it("says link.lost when nobody listens yet", async () => {
    const cable = await plug();
    const link = await open(cable.path);
    await cable.pull();
    await vi.waitFor(() => expect(link.isOpen).toBe(false), 5000);
    const heard = hear(link);
    await vi.waitFor(() => expect(heard.ends.map((end) => end?.code)).toEqual(["link.lost"]));
  });

  it("never spins the processor, whenever the plug is pulled around opening", async () => {
    for (let round = 0; round < 8; round += 1) {
      const cable = await plug();
      const opening = openLink(cable.path, at).catch(() => undefined);
      await pause(round);
      await cable.pull();
      const link = await opening;
      if (link !== undefined) await vi.waitFor(() => expect(link.isOpen).toBe(false), 5000);
      const before = process.cpuUsage();
      await pause(400);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1000).toBeLessThan(200);
      await link?.close();
    }
  });

  it("gives a blocked write up with link.timeout, and closes at once", async () => {
    const cable = await plug();
    const link = await openSerialLink(cable.path, { baudRate: 12_000_000, writeSlackMs: 100 });
    links.push(link);
    cable.far.pause();
    await expect(link.write(new Uint8Array(2_000_000))).rejects.toMatchObject({ code: "link.timeout" });
    const started = performance.now();
    await link.close();
    // A driver that waits for its device does so for half a minute.
    expect(performance.now() - started).toBeLessThan(5000);
    await expect(open(cable.path)).resolves.toMatchObject({ isOpen: true });
  });

  it("refuses a second opening with link.busy", async () => {
    const cable = await plug();
    const link = await open(cable.path);
    await expect(openLink(cable.path, at)).rejects.toMatchObject({ code: "link.busy" });
    await link.close();
    await expect(open(cable.path)).resolves.toMatchObject({ isOpen: true });
  });

  it("lets the port be opened again from the closing word", async () => {
    const cable = await plug();
    const link = await open(cable.path);
    const again = new Promise<Link>((resolve, reject) => {
      link.listen({ onBytes: () => undefined, onClosed: () => void open(cable.path).then(resolve, reject) });
    });
    await link.close();
    expect((await again).isOpen).toBe(true);
  });

  it("works with a new link after the unit is plugged in again at the same path", async () => {
    const cable = await plug();
    const first = await open(cable.path);
    await cable.pull();
    await vi.waitFor(() => expect(first.isOpen).toBe(false), 1000);
    const second = await cable.replug();
    cables.push(second);
    const chunks: Uint8Array[] = [];
    second.far.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    const link = await open(second.path);
    await link.write(Uint8Array.of(4, 5, 6));
    await vi.waitFor(() => expect(toHex(concatBytes(...chunks))).toBe("040506"));
    await expect(first.write(Uint8Array.of(1))).rejects.toMatchObject({ code: "link.lost" });
  });

  it("hears nothing that was said before it was opened", async () => {
    const cable = await plug();
    cable.far.write("said by the last unit\n");
    await pause(100);
    const link = await open(cable.path);
    const heard = hear(link);
    cable.far.write("said by this one\n");
    await vi.waitFor(() => expect(Buffer.concat(heard.chunks).toString()).toContain("this one\n"));
    expect(Buffer.concat(heard.chunks).toString()).toBe("said by this one\n");
  });

  it("does not open when the signal aborts, and leaves the port free", async () => {
    const cable = await plug();
    const abort = new AbortController();
    const opening = openLink(cable.path, { ...at, signal: abort.signal });
    abort.abort();
    await expect(opening).rejects.toMatchObject({ code: "station.cancelled" });
    await vi.waitFor(async () => expect((await open(cable.path)).isOpen).toBe(true), 2000);
  });
});

describe("opening what is not a serial port", () => {
  it("says link.not-found for a path that does not exist", async () => {
    await expect(openLink("/nowhere/ttyACM0", at)).rejects.toMatchObject({ code: "link.not-found" });
  });

  it.skipIf(process.platform === "win32")("says link.not-opened for a path that is no terminal", async () => {
    await expect(openLink("/dev/null", at)).rejects.toMatchObject({ code: "link.not-opened" });
  });
});
