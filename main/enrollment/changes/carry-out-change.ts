import { enrollmentErrors } from "../enrollment-errors.ts";
import type { ChangeableService } from "../enrollment-service.ts";
import { adoptEntry } from "./adopt-entry.ts";
import type { ChangeOrder, ChangeOutcome } from "./change-outcome.ts";
import type { ChangeAct } from "./change-store.ts";
import { deleteEntry } from "./delete-entry.ts";
import { replaceEntry } from "./replace-entry.ts";
import { promoteCertificate, rotateCertificate } from "./roll-certificate.ts";
import { setStatus } from "./set-status.ts";
import { updateSettings } from "./update-settings.ts";

type CarryOut = (service: ChangeableService, order: ChangeOrder, signal: AbortSignal) => Promise<ChangeOutcome>;

const acts: Readonly<Record<ChangeAct, CarryOut>> = {
  disable: (service, order, signal) => setStatus(service, { ...order, status: "disabled" }, signal),
  enable: (service, order, signal) => setStatus(service, { ...order, status: "enabled" }, signal),
  delete: deleteEntry,
  update: updateSettings,
  rotate: rotateCertificate,
  promote: promoteCertificate,
  adopt: adoptEntry,
  replace: replaceEntry,
};

const ofConflicts: readonly string[] = ["adopt", "replace"];

/**
 * Carries one change out. Safe to repeat after any end, known or unknown: every act reads the entry first, is done if it is as wanted,
 * and writes only over the etag it has read. Throws `dps.*` and `enrollment.*`.
 */
export async function carryOutChange(
  service: ChangeableService,
  order: ChangeOrder,
  signal: AbortSignal,
): Promise<ChangeOutcome> {
  const { act, enrollmentState: state, deletedAt } = order;
  const fits = ofConflicts.includes(act) ? state === "conflict" : state === "enrolled";
  if (act === "retry" || act === "reject" || act === "rename" || !fits || (deletedAt !== null && act !== "delete")) {
    throw enrollmentErrors.notPossible(`${act}: the entry is ${deletedAt === null ? state : "deleted"}`);
  }
  return acts[act](service, order, signal);
}
