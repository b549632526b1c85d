import { type Kysely, sql } from "kysely";
import { z } from "zod";
import type { Prepared } from "./database/prepared.ts";
import { readRow } from "./database/read-row.ts";
import { assignedNameRow } from "./database/rows/enrollment-rows.ts";
import type { Tables } from "./database/tables.ts";
import { serialNumberOf } from "./serial-number-of.ts";

const namesRow = assignedNameRow.pick({ registrationId: true, deviceId: true, formerRegistrationKey: true });

/** What a person named a unit. `deviceId` null: by its recipe, with the new registration id. */
export type AssignedNames = Readonly<Omit<z.infer<typeof namesRow>, "formerRegistrationKey">>;

const ownerRow = z.object({ serialNumber: z.string() });

/** Names that people gave units in place of those of their recipe; the newest of a unit counts, and none is ever given twice. */
export class AssignedNameRecords {
  readonly #database: Kysely<Tables>;

  readonly #prepared: Prepared;

  constructor(database: Kysely<Tables>, prepared: Prepared) {
    this.#database = database;
    this.#prepared = prepared;
  }

  async of(serialNumber: string): Promise<AssignedNames | undefined> {
    const { rows } = await sql`select registrationId, deviceId, formerRegistrationKey from assignedNames
      where unit = (select id from units where serialNumber = ${serialNumber}) order by id desc limit 1`.execute(
      this.#database,
    );
    if (rows[0] === undefined) return undefined;
    const { registrationId, deviceId } = readRow(namesRow, rows[0]);
    return { registrationId, deviceId };
  }

  /** Serial number of the unit that was given this registration id, or had it before it was given another; in any spelling. */
  async findOwner(registrationId: string): Promise<string | undefined> {
    return ownerOf(this.#prepared, registrationId);
  }

  /** Which of these registration ids any unit has, had or is to have; in lower case. */
  taken(registrationIds: readonly string[]): Promise<ReadonlySet<string>> {
    return takenNames(this.#database, registrationIds);
  }
}

/** As `taken`; inside a transaction or out of it. */
export async function takenNames(
  database: Kysely<Tables>,
  registrationIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const keys = sql.join(registrationIds.map((id) => id.toLowerCase()));
  const { rows } = await sql`
      select registrationKey as name from identities where registrationKey in (${keys})
      union select registrationKey from enrollments where registrationKey in (${keys})
      union select registrationKey from assignedNames where registrationKey in (${keys})
      union select formerRegistrationKey from assignedNames where formerRegistrationKey in (${keys})`.execute(database);
  return new Set(rows.map((row) => readRow(z.object({ name: z.string() }), row).name));
}

const ownerText = `
  select ${serialNumberOf("assignedNames.unit")} from assignedNames
  where (registrationKey = @key or formerRegistrationKey = @key) and unit is not @except
  limit 1`;

/** As `findOwner`, but none of unit `except`. */
export const ownerOf = (prepared: Prepared, registrationId: string, except: number | null = null): string | undefined =>
  prepared.first(ownerRow, ownerText, { key: registrationId.toLowerCase(), except })?.serialNumber;

/** Inside a transaction: whether a person has named this unit so, in place of `former`. */
export async function isNamedAnew(
  database: Kysely<Tables>,
  unit: number,
  { former, registrationId }: { readonly former: string; readonly registrationId: string },
): Promise<boolean> {
  if (former.toLowerCase() === registrationId.toLowerCase()) return false;
  const newest = await database
    .selectFrom("assignedNames")
    .select(["registrationId", "deviceId", "formerRegistrationKey"])
    .where("unit", "=", unit)
    .orderBy("id", "desc")
    .executeTakeFirst();
  if (newest === undefined) return false;
  const names = readRow(namesRow, newest);
  return names.registrationId === registrationId && names.formerRegistrationKey === former.toLowerCase();
}
