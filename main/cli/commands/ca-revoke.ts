import { issuanceLeftOpen } from "../../station/operations/issuance-left-open.ts";
import {
  nextRevocationList,
  type Revoked,
  revocationListFile,
  revocationReason,
  revokeCertificate,
} from "../../station/operations/revoke-certificate.ts";
import type { Workshop } from "../../station/workshop.ts";
import { setUpErrors } from "../../station/station-errors.ts";
import { writeOut } from "../../station/write-out.ts";
import type { Command } from "../command.ts";
import { secondOptions, secondUsage } from "../second-person.ts";
import { withReadWorkshop } from "../with-read-workshop.ts";
import { withWorkshop } from "../with-workshop.ts";

const usualDays = "30";

const revoke: Command = {
  words: "ca revoke",
  usage: `NAME SERIAL --reason REASON [--note TEXT] ${secondUsage}   (key-compromise, superseded, cessation-of-operation, …)`,
  positionals: 2,
  options: { reason: { type: "string" }, note: { type: "string" }, ...secondOptions },
  run(input) {
    const [authority = "", serialNumber = ""] = input.positionals;
    const reason = revocationReason(input.required("reason"));
    const note = input.text("note") ?? "";
    return withWorkshop(input, async (workshop) => {
      const { change, ...revoked } = await revokeCertificate(workshop, { authority, serialNumber, reason, note });
      const enrollment = change === null ? revoked.enrollment : await disabledNow(workshop, change, input.signal);
      const next = [`touchmark ca crl ${authority} --out FILE`, ...(nextStep[enrollment]?.(revoked) ?? [])];
      const what = { ...revoked, enrollment, authority, reason, next };
      input.output.say(what, `revoked; enrollment: ${enrollment}; now: ${next.join("; ")}`);
      return 0;
    });
  },
};

/** Tried once; what the service has not taken yet goes on with `enroll flush` or a station at work. */
async function disabledNow(
  { queue, records }: Workshop,
  change: number,
  signal: AbortSignal,
): Promise<"disabling" | "disabled"> {
  await queue.flushChanges(signal);
  return (await records.enrollmentChanges.get(change)).state === "done" ? "disabled" : "disabling";
}

/** By what has become of the enrollment. */
const nextStep: Readonly<Record<string, (revoked: Pick<Revoked, "registrationId">) => readonly string[]>> = {
  disabling: () => ["touchmark enroll flush"],
  "by-hand": ({ registrationId }) => [`touchmark enroll disable ${registrationId ?? ""}`],
};

const list: Command = {
  words: "ca crl",
  usage: "NAME --out FILE [--days N]   (.pem: PEM, else DER)",
  positionals: 1,
  options: { out: { type: "string" }, days: { type: "string" } },
  run(input) {
    const [authority = ""] = input.positionals;
    const out = input.required("out");
    const days = Number(input.text("days") ?? usualDays);
    if (!Number.isInteger(days) || days < 1) throw setUpErrors.usage("--days takes a whole number");
    return withWorkshop(input, async (workshop) => {
      const { list, number, count } = await nextRevocationList(workshop, { authority, validityDays: days });
      const facts = { number, revoked: count };
      await workshop.records.audit.append({ act: "revocation-list-made", subject: authority, facts });
      await writeOut(out, revocationListFile(list, out));
      input.output.say({ authority, out, number, revoked: count }, `list ${number} with ${count} revoked: ${out}`);
      return 0;
    });
  },
};

const journal: Command = {
  words: "ca journal",
  usage: "[--authority NAME]",
  positionals: 0,
  options: { authority: { type: "string" } },
  run: (input) =>
    withReadWorkshop(input, async (workshop) => {
      const open = await issuanceLeftOpen(workshop, input.text("authority"));
      for (const entry of open) {
        const whose = entry.unit === null ? entry.profile : `unit ${entry.unit}, ${entry.registrationId}`;
        input.output.say(entry, `${entry.authority}  ${entry.serialNumber}  ${entry.at}  ${whose}`);
      }
      if (open.length === 0) input.output.remark("every certificate that was announced was issued");
      return 0;
    }),
};

export const caRevokeCommands: readonly Command[] = [revoke, list, journal];
