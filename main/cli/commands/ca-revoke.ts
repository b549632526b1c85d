import { issuanceLeftOpen } from "../../station/operations/issuance-left-open.ts";
import {
  nextRevocationList,
  revocationListFile,
  revocationReason,
  revokeCertificate,
} from "../../station/operations/revoke-certificate.ts";
import { setUpErrors } from "../../station/station-errors.ts";
import { writeFileAtomically } from "../../station/write-file-atomically.ts";
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
      const revoked = await revokeCertificate(workshop, { authority, serialNumber, reason, note });
      const next = [
        `touchmark ca crl ${authority} --out FILE`,
        ...(revoked.registrationId === null ? [] : [`touchmark enroll disable ${revoked.registrationId}`]),
      ];
      input.output.say({ ...revoked, authority, reason, next }, `revoked; now: ${next.join("; ")}`);
      return 0;
    });
  },
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
      await writeFileAtomically(out, revocationListFile(list, out));
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
