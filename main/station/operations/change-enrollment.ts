import { Deferred } from "../../base/async/deferred.ts";
import { type Solution, possibleSolutions, solutionsFor } from "../../enrollment/changes/possible-solutions.ts";
import { enrollmentErrors } from "../../enrollment/enrollment-errors.ts";
import type { EnrollmentChangeAct, RecordedChange } from "../../records/enrollment-changes.ts";
import { newNames, type RenameParts, suggestRegistrationId } from "./new-names.ts";
import type { Workshop } from "../workshop.ts";

export type { RecordedChange, Solution };

export interface WantedChange {
  readonly registrationId: string;
  readonly act: EnrollmentChangeAct;
  readonly reason: string;
  /** Who wants it, where nobody is signed in. */
  readonly by?: string | undefined;
  /** Base64 DER; of a rotation. */
  readonly certificate?: string | undefined;
  /** Of an update. */
  readonly settings?: object | undefined;
  /** Of a renaming. */
  readonly newRegistrationId?: string | undefined;
}

type Parts = Pick<Workshop, "records" | "queue" | "enrollmentChanged"> & RenameParts;

const solutions: readonly string[] = ["adopt", "replace", "rename", "retry", "reject"];

/**
 * Journals what a person wants of an entry; the queue brings it to the service, in order. Gives the change's id. Throws
 * `enrollment.unknown-entry`, `enrollment.not-possible` for what cannot be done as things are; of a renaming `enrollment.registration-id`,
 * `enrollment.registration-id-taken`, `records.not-possible` for a unit on hold, `records.lot-closed`.
 */
export async function wantChange(parts: Parts, wanted: WantedChange): Promise<number> {
  const { records, queue } = parts;
  const { registrationId, act, by, newRegistrationId, ...more } = wanted;
  const entry = await records.enrollments.get(registrationId);
  if (entry === undefined) throw await noEntry(records, registrationId);
  if (solutions.includes(act)) {
    const can = solutionsFor(entry);
    if (!can.some((each) => each === act)) {
      const list = can.length === 0 ? "there is nothing to solve" : `possible: ${can.join(", ")}`;
      throw enrollmentErrors.notPossible(`${act}: the entry is ${entry.state}; ${list}`);
    }
  } else if (entry.deletedAt !== null || entry.state === "conflict" || entry.state === "rejected") {
    throw enrollmentErrors.notPossible(`${act}: the entry is ${entry.deletedAt === null ? entry.state : "deleted"}`);
  }
  const names = act === "rename" ? await newNames(parts, entry, newRegistrationId) : undefined;
  const author = authorOf(records, by);
  const id = await records.enrollmentChanges.intend({ ...more, registrationId, act, names, author });
  queue.wake();
  return id;
}

/** A unit of a group has no entry that could be changed. */
async function noEntry(records: Workshop["records"], registrationId: string) {
  const group = (await records.identities.findByRegistrationId(registrationId))?.enrollmentGroup ?? null;
  return group === null
    ? enrollmentErrors.unknownEntry(`no enrollment of "${registrationId}" is recorded`)
    : enrollmentErrors.notPossible(`"${registrationId}" is enrolled by group "${group}": it has no entry of its own`);
}

/** Whoever is signed in; else who is said to do it. */
const authorOf = (records: Workshop["records"], by = "somebody at the screen"): string =>
  records.audit.author.operator ?? by;

/** The change once it is settled, or as it is after `ms`. */
export async function settledChange(
  { records, enrollmentChanged }: Parts,
  id: number,
  { ms, signal }: { readonly ms: number; readonly signal: AbortSignal },
): Promise<RecordedChange> {
  const end = new Deferred<void>();
  const look = async (): Promise<void> => {
    if ((await records.enrollmentChanges.get(id)).state !== "waiting") end.resolve();
  };
  const giveUp = (): void => end.resolve();
  // Listen first, look then: a change in between is seen either way.
  const stopListening = enrollmentChanged.on(() => void look().catch(giveUp));
  const timer = setTimeout(giveUp, ms);
  signal.addEventListener("abort", giveUp);
  try {
    if (signal.aborted) giveUp();
    await look();
    await end.promise;
  } finally {
    stopListening();
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
  }
  return records.enrollmentChanges.get(id);
}

/** The registration id of an entry, by itself or by its unit's serial number. Throws `enrollment.unknown-entry`. */
export async function findRegistrationId({ records }: Pick<Workshop, "records">, id: string): Promise<string> {
  const entry = await records.enrollments.get(id);
  const registrationId = entry?.registrationId ?? (await records.units.get(id))?.registrationId;
  if (registrationId) return registrationId;
  throw enrollmentErrors.unknownEntry(`no enrollment and no unit "${id}" is recorded`);
}

/** Wants a change, tries it once now, and gives what became of it. Throws as `wantChange`, `station.cancelled`. */
export async function changeNow(workshop: Parts, wanted: WantedChange, signal: AbortSignal): Promise<RecordedChange> {
  const id = await wantChange(workshop, wanted);
  await workshop.queue.flushChanges(signal);
  return workshop.records.enrollmentChanges.get(id);
}

/** Puts entries the service refused back into the queue: those named, or all but those a person gave up. Gives how many. */
export async function retryParked(
  { records, queue }: Parts,
  reason: string,
  {
    by,
    registrationIds,
  }: { readonly by?: string | undefined; readonly registrationIds?: readonly string[] | undefined } = {},
): Promise<number> {
  const retried = await records.parked.retry({ reason, author: authorOf(records, by) }, registrationIds);
  queue.wake();
  return retried;
}

const pageSize = 200;

/** All of them, page by page, oldest first. */
export async function* listParked({ records }: Pick<Workshop, "records">, service?: string) {
  for (let offset = 0; ; offset += pageSize) {
    const page = await records.parked.list({ state: "rejected", service, offset, limit: pageSize });
    for (const { differences: _1, theirEtag: _2, solving: _3, ...entry } of page) yield entry;
    if (page.length < pageSize) return;
  }
}

/** All of them, page by page, oldest first, each with what can be done. */
export async function* listConflicts({ records }: Pick<Workshop, "records">, service?: string) {
  for (let offset = 0; ; offset += pageSize) {
    const page = await records.parked.list({ state: "conflict", service, offset, limit: pageSize });
    for (const { theirEtag, differences, ...entry } of page) {
      const can = possibleSolutions({ differences, theirEtag });
      yield { ...entry, differences: differences ?? [], can, suggested: await suggestRegistrationId(records, entry) };
    }
    if (page.length < pageSize) return;
  }
}
