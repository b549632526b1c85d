import { exportRequests } from "../../station/operations/export-requests.ts";
import { readCertificates } from "../../station/operations/read-certificates.ts";
import { authorityView } from "../../station/operations/show-authority.ts";
import { takeCertificates } from "../../station/operations/take-certificates.ts";
import { bookAuthority } from "../book-authority.ts";
import type { Command } from "../command.ts";
import { readFileGiven } from "../read-file-given.ts";
import { withReadWorkshop } from "../with-read-workshop.ts";
import { withWorkshop } from "../with-workshop.ts";

const importChain: Command = {
  words: "ca import-chain",
  usage: "NAME FILE   (an authority whose key is elsewhere: .pem or .p7b with its certificate and all up to the root)",
  positionals: 2,
  options: {},
  run: (input) =>
    withWorkshop(input, async (workshop) => {
      const { authorities } = workshop;
      const [name = "", file = ""] = input.positionals;
      await authorities.importChain(name, readCertificates(await readFileGiven(file)));
      const view = authorityView(await authorities.show(name));
      await bookAuthority(workshop, { act: "authority-chain-imported", name, certificate: view });
      input.output.say(view, `${name}  ${view.subject ?? ""}  until ${view.notAfter ?? ""}  ELSEWHERE`);
      return 0;
    }),
};

const list: Command = {
  words: "ca requests list",
  usage: "[--lot LOT] [--authority NAME] [--all]   (those that wait; --all: and those that were answered)",
  positionals: 0,
  options: { lot: { type: "string" }, authority: { type: "string" }, all: { type: "boolean" } },
  run: (input) =>
    withReadWorkshop(input, async ({ records }) => {
      const query = { lot: input.text("lot"), authority: input.text("authority"), limit: 500 };
      const state = input.flag("all") ? undefined : ("awaiting" as const);
      let count = 0;
      for (let after = 0, isLast = false; !isLast; ) {
        const page = await records.certificateRequests.list({ ...query, state, after });
        for (const { request: _, ...about } of page) {
          const { unit, registrationId, lot, authority, publicKeySha256, requestedAt } = about;
          const text = [about.state, unit, registrationId, lot, authority, requestedAt, publicKeySha256].join("  ");
          input.output.say(about, text);
        }
        count += page.length;
        after = page.at(-1)?.id ?? after;
        isLast = page.length < query.limit;
      }
      if (count === 0) input.output.remark("no request waits");
      return 0;
    }),
};

const exportLot: Command = {
  words: "ca requests export",
  usage: "--lot LOT --out FOLDER [--authority NAME]",
  positionals: 0,
  options: { lot: { type: "string" }, out: { type: "string" }, authority: { type: "string" } },
  run(input) {
    const lot = input.required("lot");
    const out = input.required("out");
    return withWorkshop(input, async (workshop) => {
      const { count } = await exportRequests(workshop, { lot, authority: input.text("authority"), out });
      if (count > 0)
        await workshop.records.audit.append({ act: "requests-exported", subject: lot, facts: { requests: count } });
      const text = count === 0 ? `no request of ${lot} waits` : `${count} requests of ${lot} written to ${out}`;
      input.output.say({ lot, out: count === 0 ? null : out, count }, text);
      return count === 0 ? 1 : 0;
    });
  },
};

const importCertificates: Command = {
  words: "ca requests import",
  usage: "FILE...   (.pem, .cer, .p7b: certificates that were signed elsewhere)",
  positionals: 1,
  more: true,
  options: {},
  run: (input) =>
    withWorkshop(input, async (workshop) => {
      const files = await Promise.all(input.positionals.map(readFileGiven));
      const verdicts = await takeCertificates(workshop, files.flatMap(readCertificates));
      for (const verdict of verdicts) {
        const { unit, registrationId, subject, code, detail } = verdict;
        const who = unit === null ? subject : `${unit}  ${registrationId ?? ""}`;
        input.output.say(verdict, `${verdict.verdict.padEnd(9)}  ${who}${code === null ? "" : `  ${code}: ${detail}`}`);
      }
      const refused = verdicts.filter(({ verdict }) => verdict === "refused").length;
      const taken = verdicts.filter(({ verdict }) => verdict === "taken").length;
      input.output.remark(`${taken} taken, ${refused} refused, ${verdicts.length - taken - refused} left as they are`);
      return refused === 0 ? 0 : 1;
    }),
};

export const caRequestCommands: readonly Command[] = [importChain, list, exportLot, importCertificates];
