import { exportLotFile } from "../../station/operations/export-lot-file.ts";
import { setUpErrors } from "../../station/station-errors.ts";
import type { Command } from "../command.ts";
import { withWorkshop } from "../with-workshop.ts";

export const exportCommand: Command = {
  words: "export",
  usage: "--lot LOT --format csv|jsonl --out FILE",
  positionals: 0,
  options: { lot: { type: "string" }, format: { type: "string" }, out: { type: "string" } },
  run: (input) =>
    withWorkshop(input, async (workshop) => {
      const format = input.required("format");
      if (format !== "csv" && format !== "jsonl")
        throw setUpErrors.usage(`--format takes csv or jsonl, not "${format}"`);
      const file = await exportLotFile(workshop, { lot: input.required("lot"), format, out: input.required("out") });
      input.output.say(file, `${file.count} units written to ${file.out}\nSHA-256 ${file.sha256}`);
      return 0;
    }),
};
