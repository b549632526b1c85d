import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { toHex } from "../../../main/base/bytes/bytes.ts";
import { openSession } from "../../../main/device/open-session.ts";
import { openLink } from "../../../main/link/open-link.ts";
import { watchPort } from "../../../main/link/watch-port.ts";
import { describeLinkContract, hear, type LinkBench } from "../../contract/link-contract.ts";
import { bench } from "./bench.ts";

const at = { baudRate: 115_200 };

async function connect(): Promise<LinkBench> {
  const path = await bench.plug("bulk");
  await bench.reset("bulk", "cable");
  return {
    link: await openLink(path, at),
    sendFromFar: (bytes) => bench.order("bulk", { what: "say", bytes }),
    receivedAtFar: () => bench.received("bulk"),
    pull: () => bench.order("bulk", { what: "unplug" }),
    stall: () => void bench.order("bulk", { what: "full" }),
    dispose: () => Promise.resolve(),
  };
}

describeLinkContract("usb", connect, { canBlock: true });

describe("a vendor bulk device", () => {
  beforeEach(async () => {
    await bench.plug("bulk");
    await bench.reset("bulk", "cable");
  });
  afterEach(() => bench.reset("bulk", "cable"));

  it("is listed with its names and its socket", async () => {
    await bench.plug("bulk");
    const port = await bench.list("bulk");
    expect(port).toMatchObject({ kind: "usb", vendorId: "2fe3", productId: "0001", manufacturer: "Bench Works" });
    expect(port.serialNumber).toBe("SN-0001");
    expect(port.location ?? "").toMatch(/^\d+-1$/);
    expect(port.path).toBe(`usb:${port.location}`);
  });

  it("opens by what it is, too", async () => {
    const link = await openLink("usb:2FE3:0001:SN-0001", at);
    await link.close();
  });

  it("is held by one at a time", async () => {
    const path = await bench.plug("bulk");
    const link = await openLink(path, at);
    await expect(openLink(path, at)).rejects.toMatchObject({ code: "link.busy" });
    await link.close();
    await (await openLink(path, at)).close();
  });

  it("is not found when it is out", async () => {
    const path = await bench.plug("bulk");
    await bench.unplug("bulk");
    await expect(openLink(path, at)).rejects.toMatchObject({ code: "link.not-found" });
  });

  it("goes on after its endpoints were halted", async () => {
    const path = await bench.plug("bulk");
    const link = await openLink(path, at);
    const heard = hear(link);
    await bench.order("bulk", { what: "halt", endpoint: 0x81 });
    await bench.order("bulk", { what: "halt", endpoint: 0x01 });
    await link.write(Uint8Array.of(1, 2));
    await bench.order("bulk", { what: "say", bytes: Uint8Array.of(3, 4) });
    await vi.waitFor(() => expect(toHex(bench.received("bulk"))).toBe("0102"));
    await vi.waitFor(() => expect(heard.chunks.map(toHex)).toEqual(["0304"]));
    await link.close();
  });

  it("ends a transfer that waits when it is pulled out", async () => {
    const path = await bench.plug("bulk");
    await bench.order("bulk", { what: "full" });
    const link = await openLink(path, at);
    const heard = hear(link);
    const write = expect(link.write(new Uint8Array(640))).rejects.toMatchObject({ code: "link.lost" });
    await bench.order("bulk", { what: "unplug" });
    await write;
    await vi.waitFor(() => expect(heard.ends.map((end) => end?.code)).toEqual(["link.lost"]));
  });

  it("is seen to go and to come back", async () => {
    const path = await bench.plug("bulk");
    const told: boolean[] = [];
    const stop = watchPort(path, (present) => told.push(present));
    await vi.waitFor(() => expect(told).toEqual([true]));
    await bench.unplug("bulk");
    await vi.waitFor(() => expect(told).toEqual([true, false]));
    await bench.plug("bulk");
    await vi.waitFor(() => expect(told).toEqual([true, false, true]));
    stop();
  });

  it("speaks SMP over its pipe", async () => {
    const path = await bench.plug("bulk");
    await bench.reset("bulk", "unit");
    const session = openSession("smp", await openLink(path, at));
    expect(await session.describe()).toMatchObject({ model: "GW-200", serialNumber: "GW200000001" });
    const made = await session.keys?.generate("ec-p256");
    expect(await session.keys?.publicKey()).toEqual(made);
    await session.close();
  });
});
