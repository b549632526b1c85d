import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { concatBytes } from "../../../../main/base/bytes/bytes.ts";
import { silentLog } from "../../../../main/base/log.ts";
import { downloadFile } from "../../../../main/device/smp/fs-group/download.ts";
import { hashFile } from "../../../../main/device/smp/fs-group/hash.ts";
import { hashTypes } from "../../../../main/device/smp/fs-group/hash-types.ts";
import { fileLength } from "../../../../main/device/smp/fs-group/status.ts";
import { uploadFile } from "../../../../main/device/smp/fs-group/upload.ts";
import { SmpClient } from "../../../../main/device/smp/smp-client.ts";
import type { SmpMap } from "../../../../main/device/smp/smp-map.ts";
import type { Link } from "../../../../main/link/link.ts";
import { memoryLinkPair } from "../../../../main/link/memory-link.ts";
import { smpConsoleFraming } from "../../../../main/link/smp-console/smp-console-framing.ts";
import { scriptedClient } from "./scripted-client.ts";
import { newStockDevice } from "./stock-device.ts";

const path = "/lfs1/identity/chain.pem";

/** Loses the answers that `isLost` counts. */
function leaky(link: Link, isLost: (answer: number) => boolean): Link {
  let answers = 0;
  return {
    address: link.address,
    get isOpen() {
      return link.isOpen;
    },
    write: async (bytes, signal) => {
      answers += 1;
      if (!isLost(answers)) await link.write(bytes, signal);
    },
    listen: (listener) => link.listen(listener),
    close: () => link.close(),
  };
}

function zephyr(isLost: (answer: number) => boolean, how: object = {}): SmpClient {
  const { near, far } = memoryLinkPair("files");
  newStockDevice("zephyr-fs", { bufferBytes: 384, ...how }).attach(leaky(far, isLost));
  return new SmpClient(near, { framing: smpConsoleFraming(), requestTimeoutMs: 60, log: silentLog });
}

const never = (): boolean => false;

describe("a file of a Zephyr device", () => {
  // Write 1 is what the device prints at its start.
  it.each([
    ["no answer", never],
    ["the answer to the first piece", (answer: number) => answer === 2],
    ["the answer to the second piece", (answer: number) => answer === 3],
    ["the answer to the last piece", (answer: number) => answer === 5],
    ["every third answer", (answer: number) => answer % 3 === 0],
  ])("arrives whole where %s is lost", async (_, isLost) => {
    for (const how of [{}, { oldProtocol: "answers" }]) {
      const client = zephyr(isLost, how);
      const content = Uint8Array.from(randomBytes(1000));
      await uploadFile(client, { path, content });
      expect(await downloadFile(client, path)).toEqual(content);
      expect(await fileLength(client, path)).toBe(content.length);
      await client.close();
    }
  });

  it("is written anew, whatever was there", async () => {
    const client = zephyr(never);
    await uploadFile(client, { path, content: Uint8Array.from(randomBytes(1500)) });
    const content = Uint8Array.from(randomBytes(200));
    await uploadFile(client, { path, content });
    expect(await downloadFile(client, path)).toEqual(content);
    await client.close();
  });

  it("is told from none, and has a hash", async () => {
    const client = zephyr(never);
    expect(await downloadFile(client, path)).toBeUndefined();
    expect(await fileLength(client, path)).toBeUndefined();
    await expect(hashFile(client, path)).rejects.toMatchObject({ code: "device.refused" });
    expect(await hashTypes(client)).toEqual(["crc32", "sha256"]);
    await client.close();
  });

  it.each([
    ["/nowhere/a", "device.not-supported", "noMountPoint"],
    ["/lfs1/factory/serial.txt", "device.locked", "readOnly"],
  ])("%s cannot be written: %s", async (name, code, reason) => {
    const client = zephyr(never);
    await expect(uploadFile(client, { path: name, content: new Uint8Array(9) })).rejects.toMatchObject({
      code,
      detail: expect.stringContaining(reason),
    });
    await client.close();
  });
});

/** Takes what comes at the right offset; says `off` with rc 3 to anything else, as servers before Zephyr 3 do. */
function oldServer(whole: Uint8Array[], confused: (call: number) => boolean): (fields: SmpMap) => SmpMap {
  let off = 0;
  let calls = 0;
  return (fields) => {
    calls += 1;
    const begins = fields["off"] === 0;
    if (!begins && (fields["off"] !== off || confused(calls))) return { rc: 3, off };
    if (begins) whole.length = 0;
    const data = fields["data"] instanceof Uint8Array ? fields["data"] : new Uint8Array();
    whole.push(data);
    off = (begins ? 0 : off) + data.length;
    return { rc: 0, off };
  };
}

describe("an upload", () => {
  it("goes on where an old server says", async () => {
    const whole: Uint8Array[] = [];
    const serve = oldServer(whole, (call) => call === 3);
    const client = scriptedClient(({ fields }) => serve(fields));
    const content = Uint8Array.from(randomBytes(1200));
    await uploadFile(client, { path, content });
    expect(concatBytes(...whole)).toEqual(content);
    await client.close();
  });

  it("is given up when the server says the same for ever", async () => {
    const serve = oldServer([], () => true);
    const client = scriptedClient(({ fields }) => serve(fields));
    await expect(uploadFile(client, { path, content: new Uint8Array(900) })).rejects.toMatchObject({
      code: "device.refused",
    });
    await client.close();
  });

  it("is given up when the server counts wrongly for ever", async () => {
    const client = scriptedClient(() => ({ off: 1 }));
    await expect(uploadFile(client, { path, content: new Uint8Array(900) })).rejects.toMatchObject({
      code: "device.transfer-lost",
    });
    await client.close();
  });

  it("goes on in shorter pieces where long ones get lost", async () => {
    const sizes: number[] = [];
    const client = scriptedClient(({ fields }) => {
      if (fields["d"] !== undefined) return { r: fields["d"] };
      const data = fields["data"] instanceof Uint8Array ? fields["data"] : new Uint8Array();
      if (data.length > 400) return undefined;
      sizes.push(data.length);
      // A piece may come twice, where the answer takes its time on a busy machine.
      return { off: Number(fields["off"]) + data.length };
    }, 100);
    client.useBuffer(2048);
    await uploadFile(client, { path, content: new Uint8Array(1800) });
    expect(Math.max(...sizes)).toBeLessThan(384);
    await client.close();
  });

  it("of more than 64 KiB is refused here", async () => {
    const client = scriptedClient(() => ({}));
    await expect(uploadFile(client, { path, content: new Uint8Array(0x1_0000) })).rejects.toMatchObject({
      code: "device.too-large",
    });
    await client.close();
  });
});
