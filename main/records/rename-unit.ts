import { type Kysely, sql } from "kysely";
import type { AuditTrail } from "./audit/audit-trail.ts";
import { takenNames, type AssignedNames } from "./assigned-names.ts";
import { readRow } from "./database/read-row.ts";
import { enrollmentRow } from "./database/rows/enrollment-rows.ts";
import { unitRow } from "./database/rows/unit-rows.ts";
import type { Tables } from "./database/tables.ts";
import { changeHere } from "./keep-change.ts";
import { moveUnit } from "./move-unit.ts";
import { recordsErrors } from "./records-errors.ts";

export interface Renaming {
  /** The change it is written down as. */
  readonly change: number;
  readonly enrollment: number;
  readonly names: AssignedNames;
  readonly reason: string;
  readonly author: string;
  readonly at: string;
}

const abandonable: readonly string[] = ["conflict", "rejected"];
const owner = unitRow.pick({ id: true, serialNumber: true, state: true, lot: true });

/**
 * Inside a transaction: a unit gets other names. Its entry is abandoned, kept as it was, and the unit goes to rework: its next run takes
 * the new names. Throws `records.not-possible` for an entry that is neither in conflict nor refused and for a unit on hold or scrapped,
 * `records.lot-closed`, `records.duplicate-registration-id`, `records.duplicate-device-id`.
 */
export async function renameUnit(database: Kysely<Tables>, trail: AuditTrail, renaming: Renaming): Promise<void> {
  const { names, change, reason, author, at } = renaming;
  const stored = await database
    .selectFrom("enrollments")
    .selectAll()
    .where("id", "=", renaming.enrollment)
    .executeTakeFirstOrThrow();
  const abandoned = readRow(enrollmentRow, stored);
  if (!abandonable.includes(abandoned.state) || abandoned.deletedAt !== null)
    throw recordsErrors.notPossible(`rename: the entry of "${abandoned.registrationId}" is ${abandoned.state}`);
  const unit = readRow(
    owner,
    await database
      .selectFrom("units")
      .select(["id", "serialNumber", "state", "lot"])
      .where("id", "=", abandoned.unit)
      .executeTakeFirst(),
  );
  await refuseClosedLot(database, unit);
  await refuseTaken(database, unit.id, names);
  await database
    .insertInto("assignedNames")
    .values({
      unit: unit.id,
      change,
      registrationId: names.registrationId,
      registrationKey: names.registrationId.toLowerCase(),
      deviceId: names.deviceId,
      formerRegistrationKey: abandoned.registrationKey,
      formerEnrollment: JSON.stringify(abandoned),
      assignedAt: at,
    })
    .execute();
  const said = `${reason} (from now on ${names.registrationId})`;
  await changeHere(database, abandoned, { act: "rename", reason: said, author, at });
  await moveUnit(database, trail, unit, { act: "rename", reason: said, at });
}

/** Its manifest would change. */
async function refuseClosedLot(
  database: Kysely<Tables>,
  { lot, serialNumber }: { readonly lot: string; readonly serialNumber: string },
): Promise<void> {
  const found = await database.selectFrom("lots").select("state").where("lot", "=", lot).executeTakeFirst();
  if (found?.state === "closed")
    throw recordsErrors.lotClosed(`unit ${serialNumber} is of lot ${lot}, which is closed`);
}

async function refuseTaken(
  database: Kysely<Tables>,
  unit: number,
  { registrationId, deviceId }: AssignedNames,
): Promise<void> {
  if ((await takenNames(database, [registrationId])).size > 0)
    throw recordsErrors.duplicateRegistrationId(`registration id ${registrationId} is, was or will be a unit's`);
  if (deviceId === null) return;
  const { rows } = await sql`select 1 from identities where deviceId = ${deviceId} and unit <> ${unit}
    union select 1 from assignedNames where deviceId = ${deviceId} and unit <> ${unit}`.execute(database);
  if (rows.length > 0) throw recordsErrors.duplicateDeviceId(`device id ${deviceId} is another unit's`);
}
