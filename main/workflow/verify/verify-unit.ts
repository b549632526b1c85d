import { asStationError, baseErrors } from "../../base/errors/base-errors.ts";
import { compareEnrollment } from "../../enrollment/compare-enrollment.ts";
import type { Identity } from "../../records/identities.ts";
import { cutOff } from "../engine/cut-off.ts";
import { unitErrors } from "../unit-errors.ts";
import { checkGroupOfUnit } from "./check-group-of-unit.ts";
import { checkSymmetricKey } from "./check-symmetric-key.ts";
import type { Check, CheckContext, CheckOutcome } from "./check.ts";
import { checkCertificateChain, checkEndorsementKeyInDevice, checkRegistration } from "./device-checks.ts";

const checkEnrollment: Check = {
  id: "enrollment",
  timeoutMs: 60_000,
  async run({ expected, enrollmentAtService, signal }) {
    const found = await enrollmentAtService(signal);
    if (found === undefined) throw unitErrors.notEnrolled(`service has no entry ${expected.identity.registrationId}`);
    const differences =
      expected.entry === undefined ? ["no entry was recorded"] : compareEnrollment(expected.entry, found);
    if (differences.length > 0) throw unitErrors.differs(`entry at the service: ${differences.join("; ")}`);
    const { registrationState: state } = found;
    return state?.status === "assigned"
      ? `enrolled, registered at ${state.assignedHub ?? "?"}`
      : "enrolled, not registered yet";
  },
};

/** By what the unit proves itself with. */
const ownChecks: Readonly<Record<Identity["attestation"], Check>> = {
  tpm: checkEndorsementKeyInDevice,
  x509: checkCertificateChain,
  "symmetric-key": checkSymmetricKey,
};

/** Reads device and service again and compares both with the records; every check is made, whatever the others say. */
export async function verifyUnit(
  context: CheckContext,
  onCheck: (outcome: CheckOutcome) => void,
): Promise<readonly CheckOutcome[]> {
  const { attestation, enrollmentGroup } = context.expected.identity;
  const enrollment = enrollmentGroup === null ? checkEnrollment : checkGroupOfUnit;
  const outcomes: CheckOutcome[] = [];
  for (const check of [ownChecks[attestation], checkRegistration, enrollment]) {
    const outcome = await runCheck(check, context);
    outcomes.push(outcome);
    onCheck(outcome);
  }
  return outcomes;
}

async function runCheck(check: Check, context: CheckContext): Promise<CheckOutcome> {
  const { clock } = context.plant;
  const startedMs = clock.monotonicMs();
  const onTimeout = () => baseErrors.timedOut(`check ${check.id} took longer than ${check.timeoutMs / 1000} s`);
  try {
    const found = await cutOff({ ms: check.timeoutMs, signal: context.signal, onTimeout }, (signal) =>
      check.run({ ...context, signal }),
    );
    return { id: check.id, outcome: "pass", code: null, sentence: null, found, ms: clock.monotonicMs() - startedMs };
  } catch (error) {
    const { code, sentence, detail } = asStationError(error);
    return { id: check.id, outcome: "fail", code, sentence, found: detail, ms: clock.monotonicMs() - startedMs };
  }
}
