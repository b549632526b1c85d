import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../../main/base/bytes/bytes.ts";
import { flushContext } from "../../../main/tpm/commands/flush-context.ts";
import { getRandom } from "../../../main/tpm/commands/get-random.ts";
import { nvRead } from "../../../main/tpm/commands/nv-read.ts";
import { EMPTY_PASSWORD } from "../../../main/tpm/structures/tpms-auth-command.ts";
import type { TpmChannel } from "../../../main/tpm/tpm-channel.ts";
import { Tpm } from "../../../main/tpm/wire/tpm.ts";

const random = "80010000001000000000 000401020304";
const rc = (code: number): string => `80010000000a${code.toString(16).padStart(8, "0")}`;
const success = rc(0);

/** Answers with the given buffers in turn, the last one for ever. */
function scripted(...answers: readonly string[]): TpmChannel & { readonly sent: string[] } {
  const sent: string[] = [];
  return {
    sent,
    transmit: async (command) => {
      const answer = answers[Math.min(sent.length, answers.length - 1)] ?? "";
      sent.push(toHex(command));
      return fromHex(answer);
    },
  };
}

const silent: TpmChannel = { transmit: () => new Promise(() => undefined) };
const request = { bytesRequested: 4 };

describe("a TPM", () => {
  it.each([0x922, 0x908, 0x90a, 0x920])("is sent the same command again on 0x%s", async (code) => {
    const channel = scripted(rc(code), rc(code), random);
    const reply = await new Tpm(channel).run(getRandom, request);
    expect(toHex(reply.randomBytes)).toBe("01020304");
    expect(channel.sent).toEqual(Array.from({ length: 3 }, () => "80010000000c0000017b0004"));
  });

  it("is given up on when it stays busy", async () => {
    const channel = scripted(rc(0x922));
    await expect(new Tpm(channel, [1, 1, 1]).run(getRandom, request)).rejects.toMatchObject({ code: "tpm.busy" });
    expect(channel.sent.length).toBe(4);
  });

  it("is not asked twice when it refuses", async () => {
    const channel = scripted(rc(0x921));
    await expect(new Tpm(channel).run(getRandom, request)).rejects.toMatchObject({ code: "tpm.locked-out" });
    expect(channel.sent.length).toBe(1);
  });

  it("gets one command at a time", async () => {
    let running = 0;
    let most = 0;
    const channel: TpmChannel = {
      transmit: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 2));
        running -= 1;
        return fromHex(random);
      },
    };
    const tpm = new Tpm(channel);
    await Promise.all([1, 2, 3, 4].map(() => tpm.run(getRandom, request)));
    expect(most).toBe(1);
  });

  it("that does not answer is timed out, and its late answer is never taken for another's", async () => {
    const tpm = new Tpm(silent);
    const hasty = { ...getRandom, timeoutMs: 20 };
    await expect(tpm.run(hasty, request)).rejects.toMatchObject({ code: "tpm.timed-out" });
    await expect(tpm.run(getRandom, request)).rejects.toMatchObject({ code: "tpm.timed-out" });
  });

  it("is left at once on abort", async () => {
    const stop = new AbortController();
    const answer = new Tpm(silent).run(getRandom, request, { signal: stop.signal });
    stop.abort();
    await expect(answer).rejects.toMatchObject({ code: "station.cancelled" });
  });

  it("is not sent anything after an abort, and still serves others", async () => {
    const channel = scripted(random);
    const tpm = new Tpm(channel);
    await expect(tpm.run(getRandom, request, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "station.cancelled",
    });
    expect(channel.sent).toEqual([]);
    await expect(tpm.run(getRandom, request)).resolves.toBeDefined();
  });

  it("passes the channel's own failure on", async () => {
    const channel: TpmChannel = { transmit: () => Promise.reject(new Error("unplugged")) };
    await expect(new Tpm(channel).run(getRandom, request)).rejects.toThrow("unplugged");
  });

  it.each([
    ["nothing", ""],
    ["a short parameter", "80010000000c000000000004"],
    ["a parameter too many", "80010000001100000000000401020304ff"],
    ["a size that lies", "80010000001100000000000401020304"],
  ])("that answers %s is malformed", async (_what, hex) => {
    await expect(new Tpm(scripted(hex)).run(getRandom, request)).rejects.toMatchObject({ code: "tpm.malformed" });
  });

  it("that answers without end is malformed", async () => {
    const channel: TpmChannel = { transmit: async () => new Uint8Array(4097) };
    await expect(new Tpm(channel).run(getRandom, request)).rejects.toMatchObject({ code: "tpm.malformed" });
  });

  it("must answer every authorization", async () => {
    const nv = { authHandle: 1, nvIndex: 1, size: 4, offset: 0 };
    const answer = new Tpm(scripted(random)).run(nvRead, nv, { authorizations: [EMPTY_PASSWORD] });
    await expect(answer).rejects.toMatchObject({ code: "tpm.malformed" });
  });

  it("may answer with nothing but success", async () => {
    await expect(new Tpm(scripted(success)).run(flushContext, { flushHandle: 1 })).resolves.toBeUndefined();
  });
});
