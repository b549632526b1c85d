import { exportFormatSchema } from "../../api/contract/exports.ts";
import { exportLotFile } from "../../station/operations/export-lot-file.ts";
import { setUpErrors } from "../../station/station-errors.ts";
import type { Command } from "../command.ts";
import { withWorkshop } from "../with-workshop.ts";

export const exportCommand: Command = {
  words: "export",
  usage: "--lot LOT --format csv|jsonl|sealed|dps-bulk|devices-txt|jws --out FILE",
  positionals: 0,
  options: { lot: { type: "string" }, format: { type: "string" }, out: { type: "string" } },
  run(input) {
    const { required, signal } = input;
    const { data: format } = exportFormatSchema.safeParse(required("format"));
    if (format === undefined)
      throw setUpErrors.usage(`--format takes one of: ${exportFormatSchema.options.join(", ")}`);
    const order = { lot: required("lot"), format, out: required("out"), signal } as const;
    return withWorkshop(input, async (workshop) => {
      const file = await exportLotFile(workshop, order);
      input.output.say(file, `${file.count} units written to ${file.out}\nSHA-256 ${file.sha256}`);
      return 0;
    });
  },
};
