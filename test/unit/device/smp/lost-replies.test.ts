import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openSession } from "../../../../main/device/open-session.ts";
import type { Link } from "../../../../main/link/link.ts";
import { memoryLinkPair } from "../../../../main/link/memory-link.ts";
import { VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";
import { makeTestChain } from "./make-test-chain.ts";

/** Loses what the device writes whenever `isLost` says so for the n-th write. */
function leaky(link: Link, isLost: (write: number) => boolean): Link {
  let writes = 0;
  return {
    address: link.address,
    get isOpen() {
      return link.isOpen;
    },
    write: async (bytes, signal) => {
      writes += 1;
      if (!isLost(writes)) await link.write(bytes, signal);
    },
    listen: (listener) => link.listen(listener),
    close: () => link.close(),
  };
}

describe("answers that get lost", () => {
  it.each([1, 2, 3])("never make a TPM command run twice (every second answer lost, try %i)", async (round) => {
    const ran: string[] = [];
    const tpm = {
      transmit: (command: Uint8Array) => {
        ran.push(Buffer.from(command).toString("hex"));
        return Promise.resolve(command.toReversed());
      },
    };
    const device = new VirtualDevice({ model: "m", tpm, bufferBytes: 384 });
    const { near, far } = memoryLinkPair("leaky");
    device.attach(leaky(far, (write) => (write + round) % 2 === 0));
    const session = openSession("smp", near, { requestTimeoutMs: 40 });
    const commands = Array.from({ length: 3 }, () => Uint8Array.from(randomBytes(round * 450)));
    for (const command of commands) expect(await session.tpm!.transmit(command)).toEqual(command.toReversed());
    expect(ran).toEqual(commands.map((command) => Buffer.from(command).toString("hex")));
    await session.close();
  });

  it("still end in one key, one request and one chain", async () => {
    const device = new VirtualDevice({ model: "m", bufferBytes: 384 });
    const { near, far } = memoryLinkPair("leaky");
    device.attach(leaky(far, (write) => write % 3 === 0));
    const session = openSession("smp", near, { requestTimeoutMs: 100 });
    const spki = await session.keys!.generate("ec-p256");
    const chain = await makeTestChain(spki, "a");
    await session.certificates!.write(chain);
    expect(await session.certificates!.read()).toEqual(chain);
    expect(await session.keys!.generate("ec-p256")).toEqual(spki);
    await session.close();
  });

  it("keep the chain that was there when the plug is pulled before the last piece", async () => {
    const device = new VirtualDevice({ model: "m", bufferBytes: 384 });
    const first = memoryLinkPair("whole");
    device.attach(first.far);
    const session = openSession("smp", first.near);
    const spki = await session.keys!.generate("ec-p256");
    const chain = await makeTestChain(spki, "a");
    await session.certificates!.write(chain);
    await session.close();

    device.fault = "unplugged-half-way";
    const second = memoryLinkPair("cut");
    device.attach(second.far);
    const cut = openSession("smp", second.near, { requestTimeoutMs: 100 });
    const bigger = [...(await makeTestChain(spki, "b")), ...chain];
    await expect(cut.certificates!.write(bigger)).rejects.toMatchObject({ code: "link.lost" });
    expect(device.chain).toEqual(chain);
  });
});
