import { beforeEach, describe, expect, it, vi } from "vitest";
import { openSession } from "../../../main/device/open-session.ts";
import { openLink } from "../../../main/link/open-link.ts";
import { watchPort } from "../../../main/link/watch-port.ts";
import { describeLinkContract, hear, type LinkBench } from "../../contract/link-contract.ts";
import { bench } from "./bench.ts";

async function connect(): Promise<LinkBench> {
  const path = await bench.plug("acm");
  await bench.reset("acm", "cable");
  return {
    link: await openLink(path, { baudRate: 115_200 }),
    sendFromFar: (bytes) => bench.order("acm", { what: "say", bytes }),
    receivedAtFar: () => bench.received("acm"),
    pull: () => bench.order("acm", { what: "unplug" }),
    stall: () => void bench.order("acm", { what: "full" }),
    dispose: () => Promise.resolve(),
  };
}

describeLinkContract("cdc-acm", connect, { canBlock: true });

describe("a CDC-ACM device", () => {
  beforeEach(async () => {
    await bench.plug("acm");
    await bench.reset("acm", "cable");
  });

  it("is listed with its names and its socket", async () => {
    await bench.plug("acm");
    const port = await bench.list("acm");
    expect(port).toMatchObject({ kind: "serial", vendorId: "2fe3", productId: "0100", manufacturer: "Bench Works" });
    expect(port.serialNumber).toBe("SN-0002");
    expect(port.path).toMatch(/^\/dev\/ttyACM\d$/);
    expect(port.location ?? "").toMatch(/^\d+-\d+/);
  });

  for (const baudRate of [9600, 1_000_000]) {
    it(`is told ${baudRate} baud, and that somebody is there`, async () => {
      const path = await bench.plug("acm");
      const link = await openLink(path, { baudRate });
      await vi.waitFor(() => expect(bench.lines).toEqual({ baudRate, dataBits: 8, dtr: true, rts: true }));
      await link.close();
      await vi.waitFor(() => expect(bench.lines?.dtr).toBe(false));
    });
  }

  it("ends the link when it is pulled out", async () => {
    const path = await bench.plug("acm");
    const link = await openLink(path, { baudRate: 115_200 });
    const heard = hear(link);
    await bench.order("acm", { what: "unplug" });
    await vi.waitFor(() => expect(heard.ends.map((end) => end?.code)).toEqual(["link.lost"]));
  });

  it("is seen to go and to come back", async () => {
    const path = await bench.plug("acm");
    const told: boolean[] = [];
    const stop = watchPort(path, (present) => told.push(present));
    await vi.waitFor(() => expect(told).toEqual([true]));
    await bench.unplug("acm");
    await vi.waitFor(() => expect(told).toEqual([true, false]));
    await bench.plug("acm");
    await vi.waitFor(() => expect(told).toEqual([true, false, true]));
    stop();
  });

  it("speaks SMP between the lines of its console", async () => {
    const path = await bench.plug("acm");
    const link = await openLink(path, { baudRate: 115_200 });
    await bench.reset("acm", "unit");
    const session = openSession("smp", link);
    expect(await session.describe()).toMatchObject({ model: "GW-200", serialNumber: "GW200000002" });
    await session.close();
  });
});
