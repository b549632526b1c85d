import { describe, expect, it } from "vitest";
import { utf8 } from "../../../../main/base/bytes/bytes.ts";
import { openSession } from "../../../../main/device/open-session.ts";
import { identityCode } from "../../../../main/device/smp/identity-group/identity-code.ts";
import { identityGroupId } from "../../../../main/device/smp/identity-group/identity-group.ts";
import type { SmpMap } from "../../../../main/device/smp/smp-map.ts";
import { memoryLinkPair } from "../../../../main/link/memory-link.ts";
import { VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";
import { answerBytes, scriptedDevice, withOsGroup } from "./scripted-device.ts";

const quick = { requestTimeoutMs: 40, workTimeoutMs: 100 };
const describeAnswer = { version: 1, capabilities: ["keys"], locked: false };
const groupError = (rc: number, more: SmpMap = {}): SmpMap => ({ err: { group: identityGroupId, rc }, ...more });

async function codeAndTime(task: Promise<unknown>): Promise<{ code: string; ms: number }> {
  const start = performance.now();
  const code = await task.then(
    () => "no error",
    (error: { code: string }) => error.code,
  );
  return { code, ms: performance.now() - start };
}

describe("a device in trouble is a coded failure in bounded time, and the next session works", () => {
  const faults = [
    ["silent", "link.timeout"],
    ["garbage", "link.bad-frame"],
    ["unplugged-half-way", "link.lost"],
  ] as const;
  it.each(faults)("%s → %s", async (fault, expected) => {
    const device = new VirtualDevice({ model: "m", fault });
    const { near, far } = memoryLinkPair("bad");
    device.attach(far);
    const session = openSession("smp", near, quick);
    const task = async (): Promise<void> => {
      await session.describe();
      for (let round = 0; round < 5; round += 1) await session.registration?.read();
    };
    const { code, ms } = await codeAndTime(task());
    expect(code).toBe(expected);
    expect(ms).toBeLessThan(8000);
    await session.close();

    device.fault = "none";
    const again = memoryLinkPair("good");
    device.attach(again.far);
    const next = openSession("smp", again.near, { requestTimeoutMs: 1000 });
    expect((await next.describe()).model).toBe("m");
    await next.close();
  });

  it("settles on abort and on close", async () => {
    const session = openSession(
      "smp",
      scriptedDevice(() => undefined),
      { requestTimeoutMs: 10_000 },
    );
    const stop = new AbortController();
    const aborted = codeAndTime(session.describe(stop.signal));
    setTimeout(() => stop.abort(), 10);
    expect((await aborted).code).toBe("station.cancelled");
    const closed = codeAndTime(session.describe());
    setTimeout(() => void session.close(), 10);
    expect((await closed).code).toBe("link.lost");
  });

  it("settles on close while the device is still at work", async () => {
    const session = openSession("smp", scriptedDevice(withOsGroup(() => ({ wait: 2000 }))));
    const asked = codeAndTime(session.keys!.generate("rsa-2048"));
    setTimeout(() => void session.close(), 30);
    const { code, ms } = await asked;
    expect(code).toBe("link.lost");
    expect(ms).toBeLessThan(1900);
  });

  it("takes a device that was built without the group for wrong firmware", async () => {
    const session = openSession("smp", scriptedDevice(withOsGroup(() => ({ rc: 8 }))), quick);
    await expect(session.describe()).rejects.toMatchObject({
      code: "device.not-supported",
      sentence: "Wrong firmware. Call the process engineer.",
    });
    await session.close();
  });

  it("refuses another major version of the group", async () => {
    const session = openSession("smp", scriptedDevice(withOsGroup(() => ({ ...describeAnswer, version: 2 }))), quick);
    await expect(session.describe()).rejects.toMatchObject({ code: "device.not-supported" });
    await session.close();
  });

  it.each([
    ["no fields", {}],
    ["wrong types", { version: "1", capabilities: [], locked: false }],
    ["an endless name", { ...describeAnswer, model: "x".repeat(300) }],
  ])("calls an answer with %s a bad answer", async (_, fields) => {
    const session = openSession("smp", scriptedDevice(withOsGroup(() => fields)), quick);
    await expect(session.describe()).rejects.toMatchObject({ code: "device.bad-answer" });
    await session.close();
  });

  it("gives up a device that never finishes its work", async () => {
    const session = openSession("smp", scriptedDevice(withOsGroup(() => ({ wait: 10 }))), quick);
    const { code, ms } = await codeAndTime(session.keys!.generate("rsa-2048"));
    expect(code).toBe("device.too-slow");
    expect(ms).toBeLessThan(8000);
    await session.close();
  });

  it.each([
    ["a length without end", { len: 60_000, data: new Uint8Array(10) }],
    ["pieces that bring nothing", { len: 100, data: new Uint8Array() }],
    ["more than announced", { len: 3, data: new Uint8Array(10) }],
  ])("stops reading %s", async (_, fields) => {
    const session = openSession("smp", scriptedDevice(withOsGroup(() => fields)), quick);
    await expect(session.keys!.generate("ec-p256")).rejects.toMatchObject({ code: "device.bad-answer" });
    await session.close();
  });

  it("stops sending to a device that goes back and forth", async () => {
    const script = withOsGroup(({ fields }) =>
      fields["off"] === 0 ? { off: 100 } : groupError(identityCode.badOffset, { off: 0 }),
    );
    const session = openSession("smp", scriptedDevice(script), quick);
    await expect(session.keys!.sign(new Uint8Array(4000))).rejects.toMatchObject({ code: "device.transfer-lost" });
    await session.close();
  });

  it("does not send what the device's buffer cannot hold", async () => {
    const script = withOsGroup(() => ({}));
    const session = openSession(
      "smp",
      scriptedDevice((request) => (request.message.command === 6 ? { buf_size: 128 } : script(request))),
      quick,
    );
    const registration = {
      endpoint: "e".repeat(100),
      idScope: "0ne",
      registrationId: "r",
      attestation: "tpm",
    } as const;
    await expect(session.registration!.write(registration)).rejects.toMatchObject({ code: "device.too-large" });
    await session.close();
  });
});

describe("answers that are not for us", () => {
  it("does not book a late answer of an earlier session, whatever its header says", async () => {
    const old = { ...describeAnswer, model: "old unit" };
    const script = ({
      message,
      fields,
      far,
    }: Parameters<Parameters<typeof scriptedDevice>[0]>[0]): SmpMap | undefined => {
      // Everything an earlier unit might still have on the line, with the very sequence number that is being waited for.
      if (message.group === 0 && message.command === 0) {
        void far.write(answerBytes(message, { r: "an older text" }));
        for (const sequence of Array.from({ length: 256 }, (_, index) => index)) {
          void far.write(answerBytes({ ...message, group: identityGroupId, operation: 0, command: 0, sequence }, old));
        }
        return { r: fields["d"] };
      }
      return message.group === 0 ? { buf_size: 512 } : { ...describeAnswer, model: "this unit" };
    };
    const session = openSession("smp", scriptedDevice(script), { requestTimeoutMs: 1000 });
    expect((await session.describe()).model).toBe("this unit");
    await session.close();
  });

  it.each([
    ["sequence", (sequence: number) => ({ sequence: (sequence + 1) & 0xff })],
    ["group", () => ({ group: 66 })],
    ["command", () => ({ command: 9 })],
    ["operation", () => ({ operation: 3 as const })],
  ])("ignores one with another %s", async (_, change) => {
    const script = withOsGroup(({ message, far }) => {
      void far.write(answerBytes(message, { ...describeAnswer, model: "stray" }, change(message.sequence)));
      return { ...describeAnswer, model: "right" };
    });
    const session = openSession("smp", scriptedDevice(script), quick);
    expect((await session.describe()).model).toBe("right");
    await session.close();
  });

  it("hears log text and damaged frames between answers and goes on", async () => {
    const heard: object[] = [];
    const log = { debug: (fields: object) => heard.push(fields), info: () => 0, warn: () => 0, error: () => 0 };
    const script = withOsGroup(({ far }) => {
      void far.write(utf8("<wrn> something\r\n\u0006\tAA*A\n"));
      return describeAnswer;
    });
    const session = openSession("smp", scriptedDevice(script), { ...quick, log });
    expect((await session.describe()).locked).toBe(false);
    expect(heard).toContainEqual({ address: "memory:scripted", text: "<wrn> something" });
    await session.close();
  });
});

describe("older SMP servers", () => {
  it("falls back to version 1 and reads group codes from rc", async () => {
    const versions: number[] = [];
    const script = (request: Parameters<Parameters<typeof scriptedDevice>[0]>[0]): SmpMap | undefined => {
      versions.push(request.message.version);
      if (request.message.version === 1) return { rc: 13 };
      return withOsGroup(() => ({ rc: 256 + identityCode.locked }))(request);
    };
    const session = openSession("smp", scriptedDevice(script), quick);
    await expect(session.registration!.read()).rejects.toMatchObject({ code: "device.locked" });
    expect(versions).toEqual([1, 0, 0, 0]);
    await session.close();
  });

  it("assumes Zephyr's default buffer when params is not supported", async () => {
    const sizes: number[] = [];
    const script = ({ message, fields }: Parameters<Parameters<typeof scriptedDevice>[0]>[0]): SmpMap => {
      if (message.group === 0) return message.command === 0 ? { r: fields["d"] } : { rc: 8 };
      sizes.push(8 + message.body.length);
      const off = Number(fields["off"]) + (fields["data"] as Uint8Array).length;
      return off === fields["len"] ? { off, len: 1, data: Uint8Array.of(7) } : { off };
    };
    const session = openSession("smp", scriptedDevice(script), quick);
    expect(await session.keys!.sign(new Uint8Array(1000))).toEqual(Uint8Array.of(7));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(380);
    expect(Math.max(...sizes)).toBeGreaterThan(370);
    await session.close();
  });
});
