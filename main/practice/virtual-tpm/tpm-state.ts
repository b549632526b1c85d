import { createHmac, randomBytes } from "node:crypto";
import { TPM_RC } from "../../tpm/spec/tpm-rc.ts";
import { HANDLE_FIRST, TPM_RH } from "../../tpm/spec/tpm-rh.ts";
import { Session, type SessionStart } from "./authorization/session.ts";
import { LIMITS } from "./limits.ts";
import type { NvIndex } from "./nv-index.ts";
import { createPrimaryObject, type PrimaryInput, primaryCacheKey } from "./objects/create-primary-object.ts";
import type { TpmObject } from "./objects/tpm-object.ts";
import { failure } from "./wire/tpm-failure.ts";

/** A value made at its first use and then kept. */
export type Lazy<Value> = () => Promise<Value>;

/** Everything a TPM remembers. Seeds, persistent objects and NV outlive a power cycle, the rest does not. */
export class TpmState {
  started = false;
  readonly transient = new Map<number, TpmObject>();
  readonly persistent = new Map<number, Lazy<TpmObject>>();
  readonly nvIndices = new Map<number, Lazy<NvIndex>>();
  readonly sessions = new Map<number, Session>();
  /** By TPM_RH; one that is not in it has an empty password. */
  readonly hierarchyPasswords = new Map<number, Uint8Array>();
  /** Slots lent to persistent objects while one command uses them. */
  lentSlots = 0;
  /** Key of saved contexts; a new one at every power cycle makes older contexts worthless. */
  contextKey = randomBytes(32);
  contextSequence = 0n;

  readonly #seed: Uint8Array;
  readonly #derived = new Map<string, Promise<TpmObject>>();

  constructor(seed: Uint8Array) {
    this.#seed = seed;
  }

  /** The primary seed of a hierarchy; the null hierarchy's is the same until power is cut. */
  hierarchySeed(hierarchy: number): Uint8Array {
    const base = hierarchy === TPM_RH.NULL ? this.contextKey : this.#seed;
    return new Uint8Array(
      createHmac("sha256", base)
        .update(`hierarchy ${hierarchy.toString(16)}`)
        .digest(),
    );
  }

  /** The key for a template: derived once, then taken from the cache of the last few. */
  primary(input: Omit<PrimaryInput, "hierarchySeed">): Promise<TpmObject> {
    const whole = { ...input, hierarchySeed: this.hierarchySeed(input.hierarchy) };
    const cacheKey = primaryCacheKey(whole);
    const known = this.#derived.get(cacheKey);
    const made = known ?? createPrimaryObject(whole);
    this.#derived.delete(cacheKey);
    this.#derived.set(cacheKey, made);
    const [oldest] = this.#derived.keys();
    if (this.#derived.size > LIMITS.derivedKeys && oldest !== undefined) this.#derived.delete(oldest);
    return made;
  }

  /** Throws TPM_RC_OBJECT_MEMORY if every slot is taken, lent ones included. */
  requireFreeSlot(): void {
    if (this.transient.size + this.lentSlots >= LIMITS.transientObjects) throw failure(TPM_RC.OBJECT_MEMORY);
  }

  /** Puts an object into the lowest free slot and returns its handle. */
  addTransient(object: TpmObject): number {
    this.requireFreeSlot();
    let handle: number = HANDLE_FIRST.TRANSIENT;
    while (this.transient.has(handle)) handle += 1;
    this.transient.set(handle, object);
    return handle;
  }

  requireLoadableSession(): void {
    const loaded = [...this.sessions.values()].filter((session) => session.loaded).length;
    if (loaded >= LIMITS.loadedSessions) throw failure(TPM_RC.SESSION_MEMORY);
  }

  addSession(start: Omit<SessionStart, "slot">): Session {
    this.requireLoadableSession();
    if (this.sessions.size >= LIMITS.activeSessions) throw failure(TPM_RC.SESSION_HANDLES);
    let slot = 0;
    while (this.sessions.has(slot)) slot += 1;
    const session = new Session({ ...start, slot });
    this.sessions.set(slot, session);
    return session;
  }

  /** The session a handle of either session type names; undefined if there is none, or it is of the other type. */
  session(handle: number): Session | undefined {
    const session = this.sessions.get(handle & 0x00ffffff);
    return session?.handle === handle ? session : undefined;
  }

  /** TPM Reset: what is volatile is gone, and Startup is due. */
  powerCycle(): void {
    this.started = false;
    this.transient.clear();
    this.sessions.clear();
    this.contextKey = randomBytes(32);
  }
}
