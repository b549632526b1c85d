import type { Kysely, Updateable } from "kysely";
import { z } from "zod";
import type { AuditTrail } from "./audit/audit-trail.ts";
import type { enrollmentChangeRow } from "./database/rows/enrollment-rows.ts";
import type { Tables } from "./database/tables.ts";
import { eraseKeys, noConflict } from "./enrollments.ts";

/** What a change that the service took means for the record of its entry. */
export interface ChangeDone {
  /** The recorded entry from now on, without symmetric keys; left out: as it was. */
  readonly entry?: object | undefined;
  readonly etag: string | null;
  /** The conflict is over. */
  readonly enrolled?: boolean | undefined;
  readonly deleted?: boolean | undefined;
}

/** Of an entry whose unit is to come under other names: it is never sent again. */
export const renamed = "enrollment.renamed";

interface Wanted {
  readonly act: z.infer<typeof enrollmentChangeRow>["act"];
  readonly reason: string;
  readonly author: string;
}

type Changes = Updateable<Tables["enrollments"]>;

/** Inside a transaction: the record of an entry after its change at the service. */
export async function keepChange(
  transaction: Kysely<Tables>,
  change: z.infer<typeof enrollmentChangeRow>,
  said: ChangeDone & { readonly at: string },
  trail: AuditTrail,
): Promise<void> {
  const { entry, etag, at } = said;
  const deviceId = z.object({ deviceId: z.string() }).safeParse(entry).data?.deviceId;
  await transaction
    .updateTable("enrollments")
    .set({
      ...(entry === undefined ? {} : { entry: JSON.stringify(entry) }),
      ...(deviceId === undefined ? {} : { deviceId }),
      ...(said.enrolled === true ? { state: "enrolled", ...noConflict, nextRegistrationCheckAt: at } : {}),
      ...(said.deleted === true ? { deletedAt: at } : {}),
      ...wordsOf(change),
      etag,
      updatedAt: at,
    })
    .where("id", "=", change.enrollment)
    .execute();
  if (said.enrolled === true) await eraseKeys(transaction, change.registrationKey, at);
  if (deviceId !== undefined) await renameDevice(transaction, trail, change.registrationKey, deviceId);
}

/** What the unit's page says of the entry from now on; a disabled or deleted one is not asked after any more. */
function wordsOf({ act, reason, author }: Wanted): Changes {
  const detail = `by ${author}: ${reason}`;
  if (act === "disable") return { code: "enrollment.disabled", detail, nextRegistrationCheckAt: null };
  if (act === "delete") return { code: "enrollment.deleted", detail, nextRegistrationCheckAt: null };
  if (act === "enable" || act === "adopt" || act === "replace") return { code: null, detail: null };
  return {};
}

/** The manifest of the lot must say the name the device really gets. Throws `records.duplicate-device-id`. */
async function renameDevice(
  transaction: Kysely<Tables>,
  trail: AuditTrail,
  registrationKey: string,
  deviceId: string,
): Promise<void> {
  const renamedUnit = await transaction
    .selectFrom("identities")
    .innerJoin("units", "units.id", "identities.unit")
    .select(["identities.unit", "units.serialNumber"])
    .where("registrationKey", "=", registrationKey)
    .where("deviceId", "!=", deviceId)
    .executeTakeFirst();
  if (renamedUnit === undefined) return;
  await transaction.updateTable("identities").set({ deviceId }).where("unit", "=", renamedUnit.unit).execute();
  trail.append({ act: "device-renamed", subject: renamedUnit.serialNumber, facts: { deviceId } });
}

/** Inside a transaction: what concerns the records alone. What was wanted before is over. */
export async function changeHere(
  transaction: Kysely<Tables>,
  { id }: { readonly id: number },
  { act, reason, author, at }: Wanted & { readonly at: string },
): Promise<void> {
  const detail = `by ${author}: ${reason}`;
  const parked = { state: "rejected", code: act === "rename" ? renamed : "enrollment.given-up", detail } as const;
  const state: Changes =
    act === "retry" ? { state: "queued", attempts: 0, nextAttemptAt: at, code: null, detail: null } : parked;
  await transaction
    .updateTable("enrollments")
    .set({ ...state, ...noConflict, updatedAt: at })
    .where("id", "=", id)
    .where("state", "in", ["conflict", "rejected"])
    .execute();
  await transaction
    .updateTable("enrollmentChanges")
    .set({ state: "failed", code: "enrollment.not-possible", detail: `decided otherwise ${detail}`, finishedAt: at })
    .where("enrollment", "=", id)
    .where("state", "=", "waiting")
    .execute();
}
