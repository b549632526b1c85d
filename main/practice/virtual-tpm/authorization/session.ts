import { randomBytes } from "node:crypto";
import { HANDLE_FIRST } from "../../../tpm/spec/tpm-rh.ts";

export type SessionKind = "hmac" | "policy" | "trial";

export interface SessionStart {
  readonly slot: number;
  readonly kind: SessionKind;
  /** node:crypto's hash name. */
  readonly hash: string;
  readonly nonceBytes: number;
  readonly digestBytes: number;
  readonly sessionKey: (nonceTpm: Uint8Array) => Uint8Array;
}

/** One authorization session (TPM 2.0 Part 1, clause 19.6). */
export class Session {
  readonly slot: number;
  readonly kind: SessionKind;
  readonly hash: string;
  readonly sessionKey: Uint8Array;
  nonceTpm: Uint8Array;
  policyDigest: Uint8Array;
  /** Set by a policy that narrows the session to one command or to one cpHash. */
  commandCode: number | undefined;
  cpHash: Uint8Array | undefined;
  /** False while its context is saved outside. */
  loaded = true;
  /** Guards against a saved context being loaded twice. */
  contextId = 0n;

  constructor(start: SessionStart) {
    this.slot = start.slot;
    this.kind = start.kind;
    this.hash = start.hash;
    this.nonceTpm = randomBytes(start.nonceBytes);
    this.sessionKey = start.sessionKey(this.nonceTpm);
    this.policyDigest = new Uint8Array(start.digestBytes);
  }

  get handle(): number {
    return (this.kind === "hmac" ? HANDLE_FIRST.HMAC_SESSION : HANDLE_FIRST.POLICY_SESSION) + this.slot;
  }

  rollNonce(): void {
    this.nonceTpm = randomBytes(this.nonceTpm.length);
  }

  /** Back to a policy that has seen nothing (PolicyRestart). */
  restart(): void {
    this.policyDigest = new Uint8Array(this.policyDigest.length);
    this.commandCode = undefined;
    this.cpHash = undefined;
  }
}
