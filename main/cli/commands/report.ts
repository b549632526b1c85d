import { z } from "zod";
import { insightQuestionSchema, reportFormatSchema, reportLanguageSchema } from "../../api/contract/insights.ts";
import { writeReportFile } from "../../station/operations/write-report-file.ts";
import { setUpErrors } from "../../station/station-errors.ts";
import type { Command, CommandInput } from "../command.ts";
import { withWorkshop } from "../with-workshop.ts";

const orderSchema = insightQuestionSchema.extend({ format: reportFormatSchema, language: reportLanguageSchema });

export const reportCommand: Command = {
  words: "report",
  usage: "--lot LOT|--from DAY --to DAY [--model MODEL] --format csv|pdf [--language en|de|es|zh|vi] --out FILE",
  positionals: 0,
  options: {
    lot: { type: "string" },
    from: { type: "string" },
    to: { type: "string" },
    model: { type: "string" },
    format: { type: "string" },
    language: { type: "string" },
    out: { type: "string" },
  },
  run(input) {
    const order = { ...orderOf(input), out: input.required("out"), signal: input.signal };
    return withWorkshop(input, async (workshop) => {
      const file = await writeReportFile(workshop, order);
      input.output.say(file, `Report written to ${file.out}`);
      return 0;
    });
  },
};

/** Throws `set-up.usage`. */
function orderOf({ text, required }: CommandInput): z.output<typeof orderSchema> {
  const lot = text("lot");
  if (lot !== undefined && (text("from") !== undefined || text("to") !== undefined))
    throw setUpErrors.usage("--lot, or --from and --to");
  const window =
    lot === undefined
      ? { range: "between", from: required("from"), to: text("to") ?? required("from") }
      : { range: "lot", lot };
  const given = {
    window,
    model: text("model") ?? null,
    format: required("format"),
    language: text("language") ?? "en",
  };
  const order = orderSchema.safeParse(given);
  if (!order.success) throw setUpErrors.usage(z.prettifyError(order.error));
  return order.data;
}
