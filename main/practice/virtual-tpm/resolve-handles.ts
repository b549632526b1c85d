import type { ByteReader } from "../../base/bytes/byte-reader.ts";
import { TPM_RC_FMT1 } from "../../tpm/spec/tpm-rc.ts";
import { HANDLE_FIRST, handleTypeOf } from "../../tpm/spec/tpm-rh.ts";
import { LIMITS } from "./limits.ts";
import { nvName } from "./nv-index.ts";
import { handleName } from "./objects/tpm-object.ts";
import type { Acceptable, Entity, HandleRule } from "./tpm-command.ts";
import type { TpmState } from "./tpm-state.ts";
import { readAt } from "./wire/read-structures.ts";
import { failure, handleFailure } from "./wire/tpm-failure.ts";

/** TPM_RC_REFERENCE_H0: the first handle names something that is not loaded; later handles count up (Part 2, clause 6.6.3). */
const referenceH0 = 0x910;

/** Reads the handle area: first every handle's type, then whether it is there (TPM 2.0 Part 3, clause 5.4). */
export async function resolveHandles(
  state: TpmState,
  rules: readonly HandleRule[],
  reader: ByteReader,
): Promise<readonly Entity[]> {
  const handles = rules.map((rule, place) =>
    readAt(
      (code) => handleFailure(code, place + 1),
      () => checkedType(reader.u32(), rule),
    ),
  );
  const entities: Entity[] = [];
  for (const [place, handle] of handles.entries()) entities.push(await resolve(state, handle, place));
  return entities;
}

function checkedType(handle: number, rule: HandleRule): number {
  if (!rule.accepts.some((acceptable) => fits(handle, acceptable))) throw failure(TPM_RC_FMT1.VALUE);
  return handle;
}

function fits(handle: number, acceptable: Acceptable): boolean {
  switch (acceptable) {
    case "object":
      return isTransient(handle) || isOfType(handle, HANDLE_FIRST.PERSISTENT);
    case "transient":
      return isTransient(handle);
    case "nv-index":
      return isOfType(handle, HANDLE_FIRST.NV_INDEX);
    case "session":
      return isSession(handle);
    case "policy-session":
      return isSession(handle) && isOfType(handle, HANDLE_FIRST.POLICY_SESSION);
    default:
      return handle === acceptable;
  }
}

const isOfType = (handle: number, first: number): boolean => handleTypeOf(handle) === handleTypeOf(first);

const isSession = (handle: number): boolean =>
  (isOfType(handle, HANDLE_FIRST.POLICY_SESSION) || isOfType(handle, HANDLE_FIRST.HMAC_SESSION)) &&
  (handle & 0x00ffffff) < LIMITS.activeSessions;

export const isTransient = (handle: number): boolean =>
  handle >= HANDLE_FIRST.TRANSIENT && handle < HANDLE_FIRST.TRANSIENT + LIMITS.transientObjects;

async function resolve(state: TpmState, handle: number, place: number): Promise<Entity> {
  if (isTransient(handle)) {
    const object = state.transient.get(handle);
    if (object === undefined) throw failure(referenceH0 + place);
    return { kind: "object", handle, name: object.name, object };
  }
  if (isOfType(handle, HANDLE_FIRST.PERSISTENT)) return resolvePersistent(state, handle, place);
  if (isOfType(handle, HANDLE_FIRST.NV_INDEX)) {
    const index = await state.nvIndices.get(handle)?.();
    if (index === undefined) throw handleFailure(TPM_RC_FMT1.HANDLE, place + 1);
    return { kind: "nv-index", handle, name: nvName(index), index };
  }
  if (isSession(handle)) {
    const session = state.session(handle);
    if (session?.loaded !== true) throw failure(referenceH0 + place);
    return { kind: "session", handle, name: handleName(handle), session };
  }
  const authValue = state.hierarchyPasswords.get(handle) ?? new Uint8Array();
  return { kind: "permanent", handle, name: handleName(handle), authValue };
}

/** A persistent object takes up a transient slot while a command uses it (Part 1, clause 37.2), so a full TPM cannot even read it. */
async function resolvePersistent(state: TpmState, handle: number, place: number): Promise<Entity> {
  const lazy = state.persistent.get(handle);
  if (lazy === undefined) throw handleFailure(TPM_RC_FMT1.HANDLE, place + 1);
  state.requireFreeSlot();
  state.lentSlots += 1;
  const object = await lazy();
  return { kind: "object", handle, name: object.name, object };
}
