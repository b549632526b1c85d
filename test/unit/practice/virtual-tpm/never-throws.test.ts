import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteWriter } from "../../../../main/base/bytes/byte-writer.ts";
import { concatBytes, fromHex } from "../../../../main/base/bytes/bytes.ts";
import { ByteReader } from "../../../../main/base/bytes/byte-reader.ts";
import { VirtualTpm } from "../../../../main/practice/virtual-tpm/virtual-tpm.ts";
import {
  CC,
  createChild,
  createPrimary,
  creation,
  encodeCommand,
  flush,
  listHandles,
  RH,
  TEMPLATE,
} from "../../../harness/tpm-bytes.ts";

/** A tag, a size that is the whole length, a code: what every response starts with. */
function expectWellFormed(response: Uint8Array): number {
  const reader = new ByteReader(response);
  expect([0x8001, 0x8002]).toContain(reader.u16());
  expect(reader.u32()).toBe(response.length);
  const code = reader.u32();
  // TPM_RC_FAILURE would be a defect of the virtual TPM itself.
  expect(code).not.toBe(0x101);
  if (code !== 0) expect(response).toHaveLength(10);
  return code;
}

const tpm = new VirtualTpm({ seed: new Uint8Array(32), endorsementCertificate: "none" });
const bytes = fc.uint8Array({ maxLength: 300 });
const commandCode = fc.constantFrom(...Object.values(CC));
const handle = fc.constantFrom(0x81010001, 0x80000000, 0x80000001, 0x02000000, 0x03000000, ...Object.values(RH));

async function flushOthers(channel: VirtualTpm, kept: readonly number[]): Promise<void> {
  for (const handle of await listHandles(channel, 0x80000000)) if (!kept.includes(handle)) await flush(channel, handle);
}

describe("the virtual TPM answers in form", () => {
  it("to any bytes", async () => {
    await fc.assert(
      fc.asyncProperty(bytes, async (command) => {
        expectWellFormed(await tpm.transmit(command));
      }),
    );
  });

  it("to any parameters of every command", async () => {
    await fc.assert(
      fc.asyncProperty(commandCode, fc.array(handle, { maxLength: 2 }), bytes, async (code, handles, parameters) => {
        expectWellFormed(await tpm.transmit(encodeCommand({ code, handles, parameters })));
        expectWellFormed(await tpm.transmit(encodeCommand({ code, handles, authorizations: [{}], parameters })));
      }),
      { numRuns: 300 },
    );
  });

  it("to a good command with one byte changed", async () => {
    const creating = encodeCommand({
      code: CC.createPrimary,
      handles: [RH.owner],
      authorizations: [{}],
      parameters: Uint8Array.of(
        0,
        4,
        0,
        0,
        0,
        0,
        0,
        TEMPLATE.storageEcc.length,
        ...TEMPLATE.storageEcc,
        0,
        0,
        0,
        0,
        0,
        0,
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.nat(creating.length - 1), fc.integer({ min: 1, max: 255 }), async (place, change) => {
        const changed = creating.slice();
        changed[place] = (changed[place] ?? 0) ^ change;
        expectWellFormed(await tpm.transmit(changed));
        tpm.powerCycle();
      }),
      { numRuns: 300 },
    );
  });

  it("to Create, Load and Sign with one byte changed", async () => {
    const parent = await createPrimary(tpm, RH.owner, TEMPLATE.storageEcc);
    const { handle, sealed, publicArea } = await createChild(tpm, parent.handle, TEMPLATE.signEcc);
    const sized = (...parts: readonly Uint8Array[]): Uint8Array =>
      concatBytes(...parts.map((part) => new ByteWriter().sized(part).finish()));
    const authorizations = [{}];
    const good = [
      { code: CC.create, handles: [parent.handle], parameters: creation(TEMPLATE.signEcc) },
      { code: CC.load, handles: [parent.handle], parameters: sized(sealed, publicArea) },
      {
        code: CC.sign,
        handles: [handle],
        parameters: concatBytes(sized(new Uint8Array(32)), fromHex("0018000b 8024 40000007 0000")),
      },
    ].map((command) => encodeCommand({ ...command, authorizations }));
    for (const command of good) {
      expect(expectWellFormed(await tpm.transmit(command))).toBe(0);
      await fc.assert(
        fc.asyncProperty(fc.nat(command.length - 1), fc.integer({ min: 1, max: 255 }), async (place, change) => {
          const changed = command.slice();
          changed[place] = (changed[place] ?? 0) ^ change;
          expectWellFormed(await tpm.transmit(changed));
          await flushOthers(tpm, [parent.handle, handle]);
        }),
        { numRuns: 200 },
      );
    }
  });

  it("to a buffer larger than it takes", async () => {
    expect(expectWellFormed(await tpm.transmit(new Uint8Array(5000)))).toBe(0x142);
  });
});
