import { appendFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { openSession } from "../../../main/device/open-session.ts";
import { listPorts } from "../../../main/link/list-ports.ts";
import { openLink } from "../../../main/link/open-link.ts";
import { watchPort } from "../../../main/link/watch-port.ts";
import { hear } from "../../contract/link-contract.ts";

/** The host hears it and does so: the adapter is QEMU's, and what is behind it lives there. */
const ask = (deed: "pull-adapter" | "plug-adapter"): void => {
  appendFileSync("/dev/ttyS1", `${JSON.stringify({ ask: deed })}\n`);
};

const adapter = async () => (await listPorts()).find(({ vendorId }) => vendorId === "0403");
const at = { baudRate: 1_000_000 };

describe("an FTDI adapter", () => {
  it("is listed with its maker's numbers and its socket", async () => {
    const port = await adapter();
    expect(port).toMatchObject({ kind: "serial", path: "/dev/ttyUSB0", productId: "6001", manufacturer: "QEMU" });
    expect(port?.location).toBeDefined();
  });

  it("carries SMP to the device behind it", async () => {
    const session = openSession("smp", await openLink("/dev/ttyUSB0", at), { requestTimeoutMs: 20_000 });
    expect(await session.describe()).toMatchObject({ model: "GW-200", serialNumber: "GW200000003" });
    await session.close();
  });

  it("ends the link when it is pulled out, and is seen to come back", async () => {
    const link = await openLink("/dev/ttyUSB0", at);
    const heard = hear(link);
    const told: boolean[] = [];
    const stop = watchPort("/dev/ttyUSB0", (present) => told.push(present));
    await vi.waitFor(() => expect(told).toEqual([true]));
    ask("pull-adapter");
    await vi.waitFor(() => expect(heard.ends.map((end) => end?.code)).toEqual(["link.lost"]));
    await vi.waitFor(() => expect(told).toEqual([true, false]));
    ask("plug-adapter");
    await vi.waitFor(() => expect(told).toEqual([true, false, true]));
    stop();
  });
});
