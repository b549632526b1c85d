import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { env } from "node:process";
import { describe, expect, it } from "vitest";
import { Mutex } from "../../../main/base/async/mutex.ts";
import { readEndorsementKey } from "../../../main/tpm/endorsement-key/read-endorsement-key.ts";
import type { TpmChannel } from "../../../main/tpm/tpm-channel.ts";
import { connectTpm } from "../../../main/tpm/tpm.ts";

const longestResponse = 4096;

/** Linux's resource manager: one write is a command, one read its response. */
async function withKernelTpm<Value>(task: (channel: TpmChannel) => Promise<Value>): Promise<Value> {
  const file = await open("/dev/tpmrm0", "r+");
  const turns = new Mutex();
  const transmit = (command: Uint8Array): Promise<Uint8Array> =>
    turns.run(async () => {
      await file.write(command, 0, command.length, null);
      const { bytesRead, buffer } = await file.read(new Uint8Array(longestResponse), 0, longestResponse, null);
      return buffer.slice(0, bytesRead);
    });
  try {
    return await task({ transmit });
  } finally {
    await file.close();
  }
}

describe("/dev/tpmrm0", () => {
  it("shows the endorsement key that tpm2-tools read on the host, with its certificate", async () => {
    const reading = await withKernelTpm(async (channel) => readEndorsementKey(await connectTpm(channel)));
    expect(createHash("sha256").update(reading.publicArea).digest("hex")).toBe(env["expectedEndorsementKey"]);
    expect(reading.source).toBe("persistent");
    expect(reading.certificates.some(({ matches }) => matches)).toBe(true);
  });
});
