import type { Workshop } from "../../station/workshop.ts";
import { setUpErrors } from "../../station/station-errors.ts";
import type { Command } from "../command.ts";
import { withReadWorkshop } from "../with-read-workshop.ts";

type Entry = Awaited<ReturnType<Workshop["records"]["audit"]["list"]>>[number];

const pageLength = 1_000;

const verify: Command = {
  words: "audit verify",
  usage: "[--anchor HASH]",
  positionals: 0,
  options: { anchor: { type: "string" } },
  run(input) {
    const anchor = input.text("anchor");
    if (anchor !== undefined && !/^[0-9a-f]{64}$/i.test(anchor))
      throw setUpErrors.usage("--anchor takes the 64 hexadecimal digits of a hash");
    return withReadWorkshop(input, async ({ records }) => {
      const { entries, head, fault } = await records.audit.verify(anchor === undefined ? [] : [anchor]);
      const rows = fault === null ? await records.audit.verifyRows() : null;
      const wrongRow = rows?.fault ?? null;
      const ok = fault === null && wrongRow === null;
      const compared = anchor !== undefined;
      input.output.say(
        { type: "result", ok, entries, head, fault, rows, compared },
        [
          fault === null
            ? `${ok ? "OK   " : "     "} ${entries} entries`
            : `WRONG ${fault.kind}, entry ${fault.seq}: ${fault.detail}`,
          ...(fault === null ? [] : [`      the ${entries} before it are as they were written`]),
          ...(rows === null ? [] : [rowsText(rows)]),
          `head  ${head ?? ""}`,
          ...(compared ? [] : ["      NOT COMPARED with a hash kept elsewhere; add --anchor HASH"]),
        ].join("\n"),
      );
      return ok ? 0 : 1;
    });
  },
};

function rowsText({ units, untold, fault }: Awaited<ReturnType<Workshop["records"]["audit"]["verifyRows"]>>): string {
  if (fault !== null) return `WRONG ${fault.kind} of ${fault.subject}: ${fault.detail}`;
  return `      ${units} units are as it tells${untold === 0 ? "" : `, ${untold} of them older than it`}`;
}

const show: Command = {
  words: "audit show",
  usage: "[--unit SN | --lot LOT]",
  positionals: 0,
  options: { unit: { type: "string" }, lot: { type: "string" } },
  run(input) {
    const unit = input.text("unit");
    const lot = input.text("lot");
    if (unit !== undefined && lot !== undefined) throw setUpErrors.usage("--unit or --lot, not both");
    return withReadWorkshop(input, async ({ records }) => {
      let after = 0;
      for (;;) {
        const entries = await records.audit.list({ after, limit: pageLength }, unit ?? lot);
        for (const entry of entries) input.output.say(entry, entryText(entry));
        const last = entries.at(-1);
        if (last === undefined || entries.length < pageLength) return 0;
        after = last.seq;
      }
    });
  },
};

function entryText({ seq, at, station, operator, act, subject, reason, facts, hash }: Entry): string {
  const details = Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`);
  return [
    `${seq}  ${at}  ${station}  ${operator ?? "(nobody signed in)"}  ${act}  ${subject ?? ""}`,
    ...(reason === null ? [] : [`    because ${reason}`]),
    ...(details.length === 0 ? [] : [`    ${details.join("  ")}`]),
    `    ${hash}`,
  ].join("\n");
}

export const auditCommands: readonly Command[] = [verify, show];
