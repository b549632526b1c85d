import { startup } from "./commands/startup.ts";
import { flushLeftovers } from "./flush-leftovers.ts";
import { TPM_RC } from "./spec/tpm-rc.ts";
import { TPM_SU } from "./spec/tpm-su.ts";
import type { TpmChannel } from "./tpm-channel.ts";
import { isRefusedWith } from "./wire/refusal.ts";
import { type HierarchyPasswords, Tpm } from "./wire/tpm.ts";

export type { HierarchyPasswords, Tpm } from "./wire/tpm.ts";

/**
 * Starts a TPM, or finds it started, and frees what an earlier client left behind: a TPM has three slots for keys, and a client
 * that dies takes its own with it.
 */
export async function connectTpm(
  channel: TpmChannel,
  signal?: AbortSignal,
  passwords?: HierarchyPasswords,
): Promise<Tpm> {
  const tpm = new Tpm(channel, undefined, passwords);
  try {
    await tpm.run(startup, { startupType: TPM_SU.CLEAR }, { signal });
  } catch (error) {
    if (!isRefusedWith(error, TPM_RC.INITIALIZE)) throw error;
  }
  await flushLeftovers(tpm, signal);
  return tpm;
}
