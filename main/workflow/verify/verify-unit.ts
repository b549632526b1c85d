import { asStationError, baseErrors } from "../../base/errors/base-errors.ts";
import { compareEnrollment } from "../../enrollment/compare-enrollment.ts";
import type { Identity } from "../../records/identities.ts";
import { cutOff } from "../engine/cut-off.ts";
import { unitErrors } from "../unit-errors.ts";
import { checkGroupOfUnit } from "./check-group-of-unit.ts";
import { isOfTheUnit } from "./is-of-the-unit.ts";
import { checkRegistrationState } from "./registration-state.ts";
import { checkSymmetricKey } from "./check-symmetric-key.ts";
import type { Check, CheckContext, CheckOutcome } from "./check.ts";
import { checkCertificateChain, checkEndorsementKeyInDevice, checkRegistration } from "./device-checks.ts";

const checkEnrollment: Check = {
  id: "enrollment",
  timeoutMs: 60_000,
  expected: ({ identity }) => `entry ${identity.registrationId} as recorded`,
  async run({ expected, enrollmentAtService, signal }) {
    const found = await enrollmentAtService(signal);
    const { registrationId } = expected.identity;
    if (found === undefined && expected.enrolled) throw unitErrors.differs(`service lost the entry ${registrationId}`);
    if (found === undefined) throw unitErrors.notEnrolled(`service has no entry ${registrationId} yet`);
    const differences =
      expected.entry === undefined ? ["no entry was recorded"] : compareEnrollment(expected.entry, found);
    if (differences.length > 0) throw unitErrors.differs(`entry at the service: ${differences.join("; ")}`);
    return "enrolled as recorded";
  },
};

/** By what the unit proves itself with. */
const ownChecks: Readonly<Record<Identity["attestation"], Check>> = {
  tpm: checkEndorsementKeyInDevice,
  x509: checkCertificateChain,
  "symmetric-key": checkSymmetricKey,
};

/** What is looked at, in this order. */
export function checksOf({ attestation, enrollmentGroup }: Identity): readonly Check[] {
  // A unit of a group has no entry whose registration could be asked after.
  const atService = enrollmentGroup === null ? [checkEnrollment, checkRegistrationState] : [checkGroupOfUnit];
  return [ownChecks[attestation], checkRegistration, ...atService];
}

/** Reads device and service again and compares both with the records; every check is made, whatever the others say. */
export async function verifyUnit(
  context: CheckContext,
  onCheck: (outcome: CheckOutcome) => void,
): Promise<readonly CheckOutcome[]> {
  const outcomes: CheckOutcome[] = [];
  for (const check of checksOf(context.expected.identity)) {
    const outcome = await runCheck(check, context);
    outcomes.push(outcome);
    onCheck(outcome);
  }
  return outcomes;
}

async function runCheck(check: Check, context: CheckContext): Promise<CheckOutcome> {
  const { clock } = context.plant;
  const startedMs = clock.monotonicMs();
  const { id } = check;
  const expected = check.expected(context.expected);
  const onTimeout = () => baseErrors.timedOut(`check ${check.id} took longer than ${check.timeoutMs / 1000} s`);
  try {
    const found = await cutOff({ ms: check.timeoutMs, signal: context.signal, onTimeout }, (signal) =>
      check.run({ ...context, signal }),
    );
    return { id, outcome: "pass", code: null, sentence: null, expected, found, ms: clock.monotonicMs() - startedMs };
  } catch (error) {
    const { code, sentence, detail } = asStationError(error);
    const outcome = isOfTheUnit(code) ? "fail" : "unknown";
    return { id, outcome, code, sentence, expected, found: detail, ms: clock.monotonicMs() - startedMs };
  }
}
