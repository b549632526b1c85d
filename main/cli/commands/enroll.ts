import { baseErrors } from "../../base/errors/base-errors.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import { type ReconcileEvent, reconcileService } from "../../station/operations/reconcile-service.ts";
import { setUpErrors } from "../../station/station-errors.ts";
import type { Command } from "../command.ts";
import { enrollChangeCommands } from "./enroll-changes.ts";
import { withReadWorkshop } from "../with-read-workshop.ts";
import { withWorkshop } from "../with-workshop.ts";

const status: Command = {
  words: "enroll status",
  usage: "",
  positionals: 0,
  options: {},
  run: (input) =>
    withReadWorkshop(input, async ({ records }) => {
      const counts = await records.enrollments.counts();
      input.output.say(
        counts,
        Object.entries(counts)
          .map(([state, count]) => `${state} ${count}`)
          .join("  "),
      );
      return 0;
    }),
};

const flush: Command = {
  words: "enroll flush",
  usage: "",
  positionals: 0,
  options: {},
  run: (input) =>
    withWorkshop(input, async ({ queue }) => {
      const done = await queue.flush(input.signal);
      // After their entries: a change of one that was not sent yet waits for it.
      await queue.flushChanges(input.signal);
      input.output.say(
        done,
        Object.entries(done)
          .map(([state, count]) => `${state} ${count}`)
          .join("  "),
      );
      return done.queued + done.conflict + done.rejected === 0 ? 0 : 1;
    }),
};

const reconcile: Command = {
  words: "enroll reconcile",
  usage: "--service NAME [--never-registered-days N]",
  positionals: 0,
  options: { service: { type: "string" }, "never-registered-days": { type: "string" } },
  async run(input) {
    const service = input.required("service");
    const days = input.text("never-registered-days");
    if (days !== undefined && !/^\d{1,5}$/.test(days)) {
      throw setUpErrors.usage(`--never-registered-days takes a number, not "${days}"`);
    }
    const neverRegisteredDays = days === undefined ? undefined : Number(days);
    return withReadWorkshop(input, async (workshop) => {
      let agree = false;
      try {
        for await (const event of reconcileService(workshop, { service, neverRegisteredDays, signal: input.signal })) {
          input.output.say(event, describe(event));
          if (event.type === "summary") agree = event.agree;
        }
      } catch (error) {
        throw isStationError(error, "station.cancelled") ? baseErrors.cancelled(interrupted, error) : error;
      }
      return agree ? 0 : 1;
    });
  },
};

const interrupted =
  "the comparison was interrupted; started again within a day it goes on where it was (beside a station at work it begins anew)";

function describe(event: ReconcileEvent): string {
  if (event.type === "finding") return `${event.kind.padEnd(16)} ${event.registrationId}: ${event.detail}`;
  if (event.type === "progress") return `… ${event.entries} entries of the service compared`;
  const { entries, missing, extra, different, disabled, registered, neverRegistered, groupDevices } = event;
  const counts = {
    missing,
    extra,
    different,
    disabled,
    "never registered": neverRegistered,
    registered,
    "by groups": groupDevices,
  };
  const list = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  const whole = event.resumed ? ", with what was found before the interruption" : "";
  return `${event.agree ? "service and records agree" : "service and records differ"}: entries ${entries}  ${list.join("  ")}${whole}`;
}

export const enrollCommands: readonly Command[] = [status, flush, reconcile, ...enrollChangeCommands];
