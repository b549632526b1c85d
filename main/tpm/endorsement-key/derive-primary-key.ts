import { createPrimary } from "../commands/create-primary.ts";
import { runForHierarchy } from "../run-for-hierarchy.ts";
import { NO_SENSITIVE } from "../structures/tpms-sensitive-create.ts";
import type { TpmtPublic } from "../structures/tpmt-public.ts";
import type { Tpm } from "../wire/tpm.ts";

export interface PrimaryKey {
  /** Transient: the caller flushes it. */
  readonly handle: number;
  readonly publicArea: TpmtPublic;
}

/** Makes the primary key of a template in a hierarchy (TPM_RH). The same each time until its seed changes. */
export async function derivePrimaryKey(
  tpm: Tpm,
  hierarchy: number,
  template: TpmtPublic,
  signal?: AbortSignal,
): Promise<PrimaryKey> {
  const request = {
    primaryHandle: hierarchy,
    inSensitive: NO_SENSITIVE,
    inPublic: template,
    outsideInfo: new Uint8Array(0),
    creationPcr: [],
  };
  const reply = await runForHierarchy(tpm, hierarchy, { command: createPrimary, request }, signal);
  return { handle: reply.objectHandle, publicArea: reply.outPublic };
}
