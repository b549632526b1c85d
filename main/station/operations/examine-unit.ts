import type { DeviceSession } from "../../device/device-session.ts";
import { individualEnrollment } from "../../dps/schema/individual-enrollment.ts";
import type { Identity } from "../../records/identities.ts";
import type { RecordedVerification } from "../../records/verifications.ts";
import { type LoadedRecipe, parseRecipe } from "../../workflow/recipe/parse-recipe.ts";
import { unitErrors } from "../../workflow/unit-errors.ts";
import { type CheckOutcome, type Expected, lineOf } from "../../workflow/verify/check.ts";
import { verifyUnit } from "../../workflow/verify/verify-unit.ts";
import type { Workshop } from "../workshop.ts";

export interface Examination {
  readonly session: DeviceSession;
  /** Left out: the recipe the unit's lot was opened with. */
  readonly given?: LoadedRecipe | undefined;
  /** Left out: what the device says. */
  readonly serialNumber?: string | undefined;
  readonly signal: AbortSignal;
  /** Called once it is known which unit it is. */
  readonly onUnit?: ((expected: Expected) => void) | undefined;
  readonly onCheck: (outcome: CheckOutcome) => void;
}

export interface Examined {
  readonly expected: Expected;
  readonly outcome: RecordedVerification["outcome"];
  readonly outcomes: readonly CheckOutcome[];
}

/**
 * Reads the unit behind a session, the records and the service again, compares all three, and records what was found: the unit is verified or on
 * hold then. Throws `unit.serial-missing`, `unit.wrong-label`, `unit.not-recorded`, or why the signal aborted; nothing is recorded then.
 */
export async function examineUnit(workshop: Workshop, examination: Examination): Promise<Examined> {
  const { session, signal, given } = examination;
  const serialNumber = await whichUnit(session, examination);
  const expected = await expectation(workshop, serialNumber, given);
  examination.onUnit?.(expected);
  const outcomes = await verifyUnit(
    {
      session,
      plant: workshop.plant,
      expected,
      enrollmentAtService: async (until) => {
        const client = await workshop.services.client(expected.recipe.enrollment.service);
        return client.getEnrollment(expected.identity.registrationId, { signal: until });
      },
      signal,
    },
    examination.onCheck,
  );
  // What was stopped says nothing of the unit.
  signal.throwIfAborted();
  return { expected, outcomes, outcome: await workshop.records.verifications.add(serialNumber, outcomes.map(lineOf)) };
}

async function whichUnit(session: DeviceSession, { serialNumber, signal }: Examination): Promise<string> {
  const told = (await session.describe(signal)).serialNumber;
  if (told !== undefined && serialNumber !== undefined && told !== serialNumber) {
    throw unitErrors.wrongLabel(`asked for "${serialNumber}", device says "${told}"`);
  }
  const which = told ?? serialNumber;
  if (which === undefined) throw unitErrors.serialMissing("device tells no serial number; its label says it");
  return which;
}

async function expectation(
  workshop: Workshop,
  serialNumber: string,
  given: LoadedRecipe | undefined,
): Promise<Expected> {
  const { records } = workshop;
  const identity = await records.identities.findByUnit(serialNumber);
  const recipe = given ?? (await recipeOfUnit(workshop, serialNumber));
  if (identity === undefined || recipe === undefined)
    throw unitErrors.notRecorded(`no identity is recorded for "${serialNumber}"`);
  const entry = await records.enrollments.get(identity.registrationId);
  return {
    identity,
    chain: await chainOf(workshop, identity),
    recipe: recipe.recipe,
    entry: entry === undefined ? undefined : individualEnrollment.parse(entry.entry),
    enrolled: entry?.state === "enrolled",
  };
}

/** What the unit's lot was opened with; undefined for a unit that is not on record. */
export async function recipeOfUnit({ records }: Workshop, serialNumber: string): Promise<LoadedRecipe | undefined> {
  const unit = await records.units.get(serialNumber);
  const lot = unit === undefined ? undefined : await records.lots.get(unit.lot);
  return lot === undefined ? undefined : parseRecipe(lot.recipeText);
}

async function chainOf({ records }: Workshop, identity: Identity): Promise<readonly Uint8Array[]> {
  const { certificateSerialNumber: serialNumber, certificateAuthority: authority } = identity;
  if (serialNumber === null || authority === null) return [];
  return (await records.certificates.get({ serialNumber, authority }))?.chain ?? [];
}
