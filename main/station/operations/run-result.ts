import { derToPem } from "../../pki/pem.ts";
import { toBase64 } from "../../base/bytes/bytes.ts";
import type { RunResult } from "../../workflow/engine/run-unit.ts";
import type { EnrollmentState } from "../../workflow/steps/step.ts";

/** The last line of `provision --json` and `verify --json`. */
export interface UnitResult {
  readonly type: "result";
  /**
   * unknown: of `verify`, where nothing failed but not everything could be looked at; set-aside: of `provision`, the unit comes again when
   * what `code` names is here.
   */
  readonly outcome: "pass" | "fail" | "unknown" | "set-aside";
  readonly code: string | null;
  readonly sentence: string | null;
  readonly detail: string | null;
  readonly serialNumber: string | null;
  readonly registrationId: string | null;
  readonly deviceId: string | null;
  /** Base64 TPM2B_PUBLIC. */
  readonly endorsementKey: string | null;
  /** PEM, leaf first. */
  readonly certificateChain: string | null;
  readonly enrollment: EnrollmentState | null;
  readonly steps: readonly {
    readonly id: string;
    readonly outcome: string;
    readonly code: string | null;
    readonly ms: number | null;
  }[];
}

export const pemChain = (chain: readonly Uint8Array[]): string => chain.map((der) => derToPem(der)).join("");

export function runResult({ state, findings }: RunResult, enrollment: EnrollmentState | null): UnitResult {
  return {
    type: "result",
    outcome: state.outcome === "running" ? "fail" : state.outcome,
    code: state.error?.code ?? null,
    sentence: state.error?.sentence ?? null,
    detail: state.error?.detail ?? null,
    serialNumber: findings.serialNumber ?? null,
    registrationId: findings.registrationId ?? null,
    deviceId: findings.deviceId ?? null,
    endorsementKey: findings.endorsementKey === undefined ? null : toBase64(findings.endorsementKey.publicArea),
    certificateChain: findings.chain === undefined ? null : pemChain(findings.chain),
    enrollment,
    steps: state.steps,
  };
}
