import type { TpmChannel } from "../../../main/tpm/tpm-channel.ts";
import { connectTpm, type HierarchyPasswords, type Tpm } from "../../../main/tpm/tpm.ts";
import { connectRawTpm } from "../../harness/raw-tpm-channel.ts";
import type { Swtpm } from "../../harness/swtpm.ts";

export interface RecordedChannel extends TpmChannel {
  /** Command code and response code of each transmission. */
  readonly exchanges: { readonly command: number; readonly response: number }[];
}

const wordAt = (bytes: Uint8Array, offset: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset);

/** Runs a task over one connection to a software TPM and closes it, so that tpm2-tools may connect afterwards. */
export async function withTpm<Value>(
  swtpm: Swtpm,
  task: (tpm: Tpm, channel: RecordedChannel) => Promise<Value>,
  passwords?: HierarchyPasswords,
): Promise<Value> {
  const raw = await connectRawTpm(swtpm.port);
  const exchanges: { command: number; response: number }[] = [];
  const channel: RecordedChannel = {
    exchanges,
    transmit: async (command, signal) => {
      const answer = await raw.transmit(command, signal);
      exchanges.push({ command: wordAt(command, 6), response: wordAt(answer, 6) });
      return answer;
    },
  };
  try {
    return await task(await connectTpm(channel, undefined, passwords), channel);
  } finally {
    await raw.close();
  }
}
