import { readPublic } from "../commands/read-public.ts";
import { listHandles } from "../list-handles.ts";
import { HANDLE_FIRST } from "../spec/tpm-rh.ts";
import type { TpmtPublic } from "../structures/tpmt-public.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import { responseCodeOf } from "../wire/refusal.ts";
import type { Tpm } from "../wire/tpm.ts";

export interface PersistentKey {
  readonly handle: number;
  /** undefined for a kind of key that is not known here. */
  readonly publicArea: TpmtPublic | undefined;
}

/** A TPM keeps at most a few dozen; one that lists more must not keep the engineer waiting. */
const mostKeys = 64;

/** The keys at persistent handles, in rising order. */
export async function listPersistentKeys(tpm: Tpm, signal?: AbortSignal): Promise<readonly PersistentKey[]> {
  const keys: PersistentKey[] = [];
  for (const handle of (await listHandles(tpm, HANDLE_FIRST.PERSISTENT, signal)).slice(0, mostKeys)) {
    keys.push({ handle, publicArea: await readOne(tpm, handle, signal) });
  }
  return keys;
}

async function readOne(
  tpm: Tpm,
  objectHandle: number,
  signal: AbortSignal | undefined,
): Promise<TpmtPublic | undefined> {
  try {
    return (await tpm.run(readPublic, { objectHandle }, { signal })).outPublic;
  } catch (error) {
    const isUnknownKind = isStationError(error) && error.code.endsWith(".malformed");
    if (!isUnknownKind && responseCodeOf(error) === undefined) throw error;
    return undefined;
  }
}
