import { describe, expect, it } from "vitest";
import { fromHex } from "../../../main/base/bytes/bytes.ts";
import { VirtualTpm } from "../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { persistEndorsementKey } from "../../../main/tpm/endorsement-key/persist-endorsement-key.ts";
import { proveEndorsementKey } from "../../../main/tpm/endorsement-key/prove-endorsement-key.ts";
import { readEndorsementKey } from "../../../main/tpm/endorsement-key/read-endorsement-key.ts";
import { listHandles } from "../../../main/tpm/list-handles.ts";
import { TPM_CC } from "../../../main/tpm/spec/tpm-cc.ts";
import { connectTpm } from "../../../main/tpm/tpm.ts";
import type { TpmChannel } from "../../../main/tpm/tpm-channel.ts";
import { Tpm } from "../../../main/tpm/wire/tpm.ts";

const seed = new Uint8Array(32).fill(22);
const codeOf = (command: Uint8Array): number => new DataView(command.buffer, command.byteOffset).getUint32(6);
const refusal = (code: number): Uint8Array => fromHex(`80010000000a${code.toString(16).padStart(8, "0")}`);
const leftBehind = async (channel: TpmChannel): Promise<readonly number[]> => {
  const tpm = new Tpm(channel);
  return [...(await listHandles(tpm, 0x80000000)), ...(await listHandles(tpm, 0x03000000))];
};
const work = async (tpm: Tpm, signal?: AbortSignal): Promise<void> => {
  const reading = await readEndorsementKey(tpm, signal);
  await proveEndorsementKey(tpm, reading, signal);
  await persistEndorsementKey(tpm, reading, signal);
};

/** A TPM that answers each command once with a code before it does the work. */
function hesitating(code: number) {
  const real = new VirtualTpm({ seed, endorsementCertificate: "none", persistentEndorsementKey: false });
  const hesitated = new Set<number>();
  const channel: TpmChannel = {
    transmit: (command, signal) => {
      const key = codeOf(command);
      if (hesitated.has(key)) return real.transmit(command, signal);
      hesitated.add(key);
      return Promise.resolve(refusal(code));
    },
  };
  return { channel, real, hesitated };
}

describe("a whole run on a TPM", () => {
  it.each([
    ["TPM_RC_RETRY", 0x922],
    ["TPM_RC_YIELDED", 0x908],
    ["TPM_RC_TESTING", 0x90a],
  ])("goes through where every command is first answered with %s", async (_name, code) => {
    const { channel, real, hesitated } = hesitating(code);
    await work(await connectTpm(channel));
    expect(hesitated.size).toBeGreaterThan(8);
    expect(await leftBehind(real)).toEqual([]);
  });

  it.each([
    ["lock-out", 0x921, "tpm.locked-out"],
    ["failure mode at once", 0x101, "tpm.failure-mode"],
    ["no room", 0x902, "tpm.out-of-memory"],
  ])("ends by name on %s, at whichever command it comes, and leaves nothing in the TPM", async (_what, code, named) => {
    for (const at of [TPM_CC.CreatePrimary, TPM_CC.StartAuthSession, TPM_CC.PolicySecret, TPM_CC.EvictControl]) {
      const real = new VirtualTpm({ seed, endorsementCertificate: "none", persistentEndorsementKey: false });
      const channel: TpmChannel = {
        transmit: (command, signal) =>
          codeOf(command) === at ? Promise.resolve(refusal(code)) : real.transmit(command, signal),
      };
      const outcome = work(await connectTpm(channel));
      await expect(outcome).rejects.toMatchObject({ code: named });
      expect(await leftBehind(real)).toEqual([]);
    }
  });

  it("leaves nothing in the TPM after an abort between any two commands", async () => {
    for (let last = 1; last < 60; last += 3) {
      const real = new VirtualTpm({ seed, endorsementCertificate: "none", persistentEndorsementKey: false });
      const stop = new AbortController();
      let count = 0;
      const channel: TpmChannel = {
        transmit: async (command, signal) => {
          const answer = await real.transmit(command, signal);
          count += 1;
          if (count === last) setImmediate(() => stop.abort());
          return answer;
        },
      };
      const ended = await work(await connectTpm(channel), stop.signal).then(
        () => "done",
        () => "aborted",
      );
      if (ended === "done") return;
      // What was under way when it stopped cannot be flushed by that connection; the next one does.
      await connectTpm(real);
      expect(await leftBehind(real)).toEqual([]);
    }
    throw new Error("never came to the end");
  });
});
