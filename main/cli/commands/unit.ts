import { apiErrors } from "../../api/api-errors.ts";
import type { Command } from "../command.ts";
import { withWorkshop } from "../with-workshop.ts";

export const unitCommand: Command = {
  words: "unit show",
  usage: "SN",
  positionals: 1,
  options: {},
  run: (input) =>
    withWorkshop(input, async ({ records }) => {
      const [serialNumber = ""] = input.positionals;
      const detail = await records.units.detail(serialNumber);
      if (detail === undefined) throw apiErrors.unknownUnit(`no unit "${serialNumber}"`);
      const { certificates, ...unit } = detail;
      const runs = unit.runHistory.map(
        (run) =>
          `  ${run.startedAt}  ${run.outcome}  slot ${run.slot}  ${run.problem?.code ?? ""}\n${run.steps.map((step) => `    ${step.outcome.padEnd(11)} ${step.id} ${step.code ?? ""}`).join("\n")}`,
      );
      input.output.say(
        { ...unit, certificates: certificates.map(({ der }) => Buffer.from(der).toString("base64")) },
        [
          `${unit.serialNumber}  ${unit.state}  ${unit.registrationId ?? ""}  ${unit.enrollment ?? ""}  ${unit.assignedHub ?? ""}`,
          ...runs,
        ].join("\n"),
      );
      return 0;
    }),
};
