import { extname } from "node:path";
import { asStationError } from "../../base/errors/base-errors.ts";
import { labelPreview, printerStates, printLabel } from "../../station/operations/labels.ts";
import { setUpErrors } from "../../station/station-errors.ts";
import { writeOut } from "../../station/write-out.ts";
import type { Command } from "../command.ts";
import { withWorkshop } from "../with-workshop.ts";

const print: Command = {
  words: "label print",
  usage: "SN [--label NAME] [--printer NAME] [--reason TEXT]",
  positionals: 1,
  options: { label: { type: "string" }, printer: { type: "string" }, reason: { type: "string" } },
  run: (input) => {
    const reason = input.text("reason")?.trim() ?? null;
    if (reason === "" || (reason !== null && reason.length > 500))
      throw setUpErrors.usage("--reason takes 1 to 500 characters");
    return withWorkshop(input, async (workshop) => {
      const [serialNumber = ""] = input.positionals;
      const order = { serialNumber, reason, template: input.text("label"), printer: input.text("printer") };
      const printed = await printLabel(workshop, order, input.signal);
      input.output.say({ serialNumber, ...printed }, `${serialNumber}  ${printed.template}  ${printed.printer}`);
      return 0;
    });
  },
};

const formats = [".svg", ".pdf", ".zpl"] as const;

const preview: Command = {
  words: "label preview",
  usage: "SN --out FILE.svg|.pdf|.zpl [--label NAME]",
  positionals: 1,
  options: { out: { type: "string" }, label: { type: "string" } },
  run: (input) => {
    const out = input.required("out");
    const format = formats.find((one) => one === extname(out).toLowerCase());
    if (format === undefined) throw setUpErrors.usage(`--out takes a file that ends in ${formats.join(", ")}`);
    return withWorkshop(input, async (workshop) => {
      const [serialNumber = ""] = input.positionals;
      const { template, content } = await labelPreview(workshop, {
        serialNumber,
        template: input.text("label"),
        format,
      });
      await writeOut(out, content);
      input.output.say({ serialNumber, template, file: out }, `${serialNumber}  ${template}  ${out}`);
      return 0;
    });
  },
};

const printers: Command = {
  words: "label printers",
  usage: "",
  positionals: 0,
  options: {},
  run: (input) =>
    withWorkshop(input, async (workshop) => {
      const found = await printerStates(workshop, input.signal);
      for (const { name, kind, address, state, error } of found) {
        const code = error === null ? null : asStationError(error).code;
        input.output.say({ name, kind, address, state, code }, `${name}  ${kind}  ${address}  ${code ?? state}`);
      }
      return found.every(({ error }) => error === null) ? 0 : 1;
    }),
};

export const labelCommands: readonly Command[] = [print, preview, printers];
