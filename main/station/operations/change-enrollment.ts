import { Deferred } from "../../base/async/deferred.ts";
import { type Solution, possibleSolutions } from "../../enrollment/changes/possible-solutions.ts";
import { enrollmentErrors } from "../../enrollment/enrollment-errors.ts";
import type { EnrollmentChangeAct, RecordedChange } from "../../records/enrollment-changes.ts";
import type { Workshop } from "../workshop.ts";

export type { RecordedChange, Solution };

export interface WantedChange {
  readonly registrationId: string;
  readonly act: EnrollmentChangeAct;
  readonly reason: string;
  /** Who wants it. */
  readonly by: string;
  /** Base64 DER; of a rotation. */
  readonly certificate?: string | undefined;
}

type Parts = Pick<Workshop, "records" | "queue" | "enrollmentChanged">;

const solutions: readonly string[] = ["adopt", "replace", "retry", "reject"];

/**
 * Journals what a person wants of an entry; the queue brings it to the service, in order. Gives the change's id. Throws
 * `enrollment.unknown-entry`, `enrollment.not-possible` for what cannot be done as things are.
 */
export async function wantChange({ records, queue }: Parts, { by, ...wanted }: WantedChange): Promise<number> {
  const { registrationId, act } = wanted;
  const entry = await records.enrollments.get(registrationId);
  if (entry === undefined) throw enrollmentErrors.unknownEntry(`no enrollment of "${registrationId}" is recorded`);
  if (solutions.includes(act)) {
    const can =
      entry.state === "conflict" ? possibleSolutions(entry) : entry.state === "rejected" ? ["retry", "reject"] : [];
    if (!can.some((each) => each === act)) {
      const list = can.length === 0 ? "there is nothing to solve" : `possible: ${can.join(", ")}`;
      throw enrollmentErrors.notPossible(`${act}: the entry is ${entry.state}; ${list}`);
    }
  } else if (entry.deletedAt !== null || entry.state === "conflict" || entry.state === "rejected") {
    throw enrollmentErrors.notPossible(`${act}: the entry is ${entry.deletedAt === null ? entry.state : "deleted"}`);
  }
  const id = await records.enrollmentChanges.intend({ ...wanted, author: by });
  queue.wake();
  return id;
}

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
