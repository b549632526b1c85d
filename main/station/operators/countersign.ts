import type { SignIn } from "../../api/contract/index.ts";
import { roleSchema } from "../../api/contract/index.ts";
import { peopleErrors } from "../../api/people-errors.ts";
import { rightsOf } from "../../api/rights.ts";
import { systemClock } from "../../base/clock.ts";
import type { RecordedOperator } from "../../records/operators.ts";
import type { Workshop } from "../workshop.ts";
import { BadgeDigests } from "./badge-digest.ts";
import { Recognise } from "./recognise.ts";

/** Whether somebody else signed who may. Throws `people.second-same`, `people.second-not-allowed`. */
export function judgeWitness(witness: RecordedOperator, operator: string | null): string {
  if (witness.name === operator) throw peopleErrors.secondSame("both sign-ins are of one person");
  // A role that this version does not know may do least.
  const role = roleSchema.safeParse(witness.role).data ?? "operator";
  if (!rightsOf[role].includes("countersign")) throw peopleErrors.secondNotAllowed(`role ${witness.role}`);
  return witness.name;
}

/** Whether somebody works here by name; while nobody does, nobody has to sign. */
export const isAnybodySetUp = async ({ records }: Pick<Workshop, "records">): Promise<boolean> =>
  (await records.operators.list()).length > 0;

/**
 * The second person of an act on the command line, recognised as at the screen: wrong PINs count. `operator`: who is at the terminal, by his own word. Throws
 * `people.wrong-sign-in`, `people.locked-out`, `people.second-same`, `people.second-not-allowed`.
 */
export async function countersign(
  { records, secrets }: Pick<Workshop, "records" | "secrets">,
  who: SignIn,
  operator: string | null,
): Promise<string> {
  const badges = new BadgeDigests(secrets);
  const witness = await new Recognise({ operators: records.operators, badges, clock: systemClock }).person(who);
  return judgeWitness(witness, operator);
}
