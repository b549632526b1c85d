import type { z } from "zod";
import {
  badgeSchema,
  operatorNameSchema,
  type OperatorView,
  pinSchema,
  type Role,
  roleSchema,
} from "../../api/contract/index.ts";
import { systemClock } from "../../base/clock.ts";
import { operatorView } from "../operators/operator-view.ts";
import { People } from "../operators/people.ts";
import type { ReadWorkshop } from "../read-workshop.ts";
import { setUpErrors } from "../station-errors.ts";
import type { Workshop } from "../workshop.ts";

export interface OperatorOrder {
  readonly name: string;
  readonly role: string;
  /** As the file has it; white space around it does not count. */
  readonly pin?: string | undefined;
  readonly badge?: string | undefined;
}

/** The people of a station that is closed; `author` is who does it. Throws `people.*`, `records.*`. */
async function peopleOf({ records, secrets }: Pick<Workshop, "records" | "secrets">): Promise<People> {
  const author = records.audit.author;
  const people = await People.start({
    station: () => author.station,
    records,
    secrets,
    clock: systemClock,
    lockAfterMinutes: () => 1,
    onChange: () => undefined,
  });
  // It is the one at the terminal who does it, and nobody has signed in.
  records.audit.writeAs(() => author);
  return people;
}

/** Throws `set-up.usage`, `people.first-engineer`, `people.no-secret`, `records.duplicate-operator`. */
export async function addOperator(
  workshop: Workshop,
  { name, role, pin, badge }: OperatorOrder,
): Promise<OperatorView> {
  const person = {
    name: given(operatorNameSchema, name, "a name has 1 to 64 characters and no @"),
    role: given(roleSchema, role, `--role takes one of: ${roleSchema.options.join(", ")}`) satisfies Role,
    pin: pin === undefined ? undefined : given(pinSchema, pin.trim(), "a PIN has 6 to 12 digits"),
    badge:
      badge === undefined ? undefined : given(badgeSchema, badge, "a badge has 6 to 128 characters without spaces"),
  };
  const people = await peopleOf(workshop);
  await people.add(person);
  return found(await people.list(), person.name);
}

/** Also beside a station at work. */
export async function listOperators({ records }: Pick<ReadWorkshop, "records">): Promise<readonly OperatorView[]> {
  return (await records.operators.list()).map(operatorView);
}

/** Throws `people.unknown`, `people.last-engineer`. */
export async function deactivateOperator(workshop: Workshop, name: string): Promise<OperatorView> {
  const people = await peopleOf(workshop);
  await people.deactivate(name);
  return found(await people.list(), name);
}

/** The value is a secret or may be: the message never has it. */
function given<Schema extends z.ZodType>(schema: Schema, value: string, otherwise: string): z.output<Schema> {
  const { data, success } = schema.safeParse(value);
  if (!success) throw setUpErrors.usage(otherwise);
  return data;
}

function found(all: readonly OperatorView[], name: string): OperatorView {
  const one = all.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (one === undefined) throw setUpErrors.usage(`no operator ${name}`);
  return one;
}
