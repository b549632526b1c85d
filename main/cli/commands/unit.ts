import { apiErrors } from "../../api/api-errors.ts";
import { type ShownUnit, showUnit } from "../../station/operations/show-unit.ts";
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
      const unit = await showUnit(records, serialNumber);
      if (unit === undefined) throw apiErrors.unknownUnit(`no unit "${serialNumber}"`);
      input.output.say(unit, unitText(unit));
      return 0;
    }),
};

function unitText({ endorsementCertificates, runHistory, facts, ...unit }: ShownUnit): string {
  return [
    `${unit.serialNumber}  ${unit.state}  ${unit.registrationId ?? ""}  ${unit.enrollment ?? ""}  ${unit.assignedHub ?? ""}`,
    ...(unit.enrollmentGroup === null
      ? []
      : [`  enrolled by group ${unit.enrollmentGroup.id} at ${unit.enrollmentGroup.service}`]),
    ...Object.entries(facts).map(([name, value]) => `  ${name.padEnd(22)} ${value}`),
    ...endorsementCertificates.map(
      ({ nvIndex, grade, key, issuer, sha256 }) =>
        `  certificate in NV ${nvIndex}: ${grade.toUpperCase()}, for ${key}, issued by ${issuer ?? "(unreadable)"}  ${sha256}`,
    ),
    ...runHistory.map((run) => runText(run)),
  ].join("\n");
}

const runText = ({ startedAt, outcome, slot, problem, steps }: ShownUnit["runHistory"][number]): string =>
  [
    `  ${startedAt}  ${outcome}  slot ${slot}  ${problem?.code ?? ""}`,
    ...steps.map((step) => `    ${step.outcome.padEnd(11)} ${step.id} ${step.code ?? ""}`),
  ].join("\n");
