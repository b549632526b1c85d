import { asStationError, baseErrors } from "../../base/errors/base-errors.ts";
import type { StationError } from "../../base/errors/station-error.ts";
import { differencesOf } from "../../enrollment/compare-enrollment.ts";
import type { Identity } from "../../records/identities.ts";
import { cutOff } from "../engine/cut-off.ts";
import type { Check, CheckContext, CheckOutcome, Said } from "./check.ts";
import { checkGroupOfUnit } from "./check-group-of-unit.ts";
import { checkSymmetricKey } from "./check-symmetric-key.ts";
import { checkCertificateChain, checkEndorsementKeyInDevice, checkRegistration } from "./device-checks.ts";
import { type Finding, faultOf, finding } from "./finding.ts";
import { isOfTheUnit } from "./is-of-the-unit.ts";
import { checkRegistrationState } from "./registration-state.ts";

const checkEnrollment: Check = {
  id: "enrollment",
  timeoutMs: 60_000,
  expected: ({ identity }) => finding("entry-recorded", identity.registrationId),
  async run({ expected, enrollmentAtService, signal }) {
    const found = await enrollmentAtService(signal);
    const { registrationId } = expected.identity;
    if (found === undefined) return finding(expected.enrolled ? "entry-lost" : "entry-missing", registrationId);
    if (expected.entry === undefined) return finding("entry-unrecorded");
    const differences = differencesOf(expected.entry, found);
    if (differences.length === 0) return finding("entry-same");
    return finding("entry-other", ...differences.flatMap(({ field, theirs, ours }) => [field, theirs, ours]));
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
  const asked = { id, expected: expected.english, expectedSaid: saidOf(expected) };
  const onTimeout = () => baseErrors.timedOut(`check ${check.id} took longer than ${check.timeoutMs / 1000} s`);
  try {
    const found = await cutOff({ ms: check.timeoutMs, signal: context.signal, onTimeout }, (signal) =>
      check.run({ ...context, signal }),
    );
    const verdict = verdictOn(faultOf(found)?.(found.english));
    return {
      ...asked,
      ...verdict,
      found: found.english,
      foundSaid: saidOf(found),
      ms: clock.monotonicMs() - startedMs,
    };
  } catch (error) {
    const fault = asStationError(error);
    return { ...asked, ...verdictOn(fault), found: fault.detail, foundSaid: null, ms: clock.monotonicMs() - startedMs };
  }
}

const saidOf = ({ says, facts }: Finding): Said => ({ says, facts });

function verdictOn(fault: StationError | undefined): Pick<CheckOutcome, "outcome" | "code" | "sentence"> {
  if (fault === undefined) return { outcome: "pass", code: null, sentence: null };
  const { code, sentence } = fault;
  return { outcome: isOfTheUnit(code) ? "fail" : "unknown", code, sentence };
}
