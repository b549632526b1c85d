import { apiErrors } from "../../api/api-errors.ts";
import { type ShownUnit, showUnit, type UnitChange } from "../../station/operations/show-unit.ts";
import { setUpErrors } from "../../station/station-errors.ts";
import type { Command } from "../command.ts";
import { isSignedTwice, secondOptions, secondUsage } from "../second-person.ts";
import { withReadWorkshop } from "../with-read-workshop.ts";
import { withWorkshop } from "../with-workshop.ts";

const show: Command = {
  words: "unit show",
  usage: "SN",
  positionals: 1,
  options: {},
  run: (input) =>
    withReadWorkshop(input, async ({ records }) => {
      const [serialNumber = ""] = input.positionals;
      const unit = await showUnit(records, serialNumber);
      if (unit === undefined) throw apiErrors.unknownUnit(`no unit "${serialNumber}"`);
      input.output.say(unit, unitText(unit));
      return 0;
    }),
};

const change = (act: UnitChange): Command => ({
  words: `unit ${act}`,
  usage: `SN --reason TEXT${isSignedTwice(`unit ${act}`) ? ` ${secondUsage}` : ""}`,
  positionals: 1,
  options: { reason: { type: "string" }, ...(isSignedTwice(`unit ${act}`) ? secondOptions : {}) },
  run(input) {
    const [serialNumber = ""] = input.positionals;
    const reason = input.required("reason").trim();
    if (reason === "" || reason.length > 500) throw setUpErrors.usage("--reason takes 1 to 500 characters");
    return withWorkshop(input, async ({ records }) => {
      if ((await records.units.get(serialNumber)) === undefined)
        throw apiErrors.unknownUnit(`no unit "${serialNumber}"`);
      const state = await records.unitStates.change(serialNumber, { act, reason });
      input.output.say({ serialNumber, state }, `${serialNumber}  ${state}`);
      return 0;
    });
  },
});

export const unitCommands: readonly Command[] = [
  show,
  change("quarantine"),
  change("release"),
  change("rework"),
  change("scrap"),
];

function unitText({
  endorsementCertificates,
  runHistory,
  stateHistory,
  verifications,
  facts,
  ...unit
}: ShownUnit): string {
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
    ...stateHistory.map(
      ({ at, act, fromState, toState, operator, reason }) =>
        `  ${at}  ${act}: ${fromState} to ${toState}  ${operator ?? ""}  ${reason}`,
    ),
    ...verifications.map(({ at, outcome, operator, checks }) =>
      [
        `  ${at}  verification: ${outcome}  ${operator ?? ""}`,
        ...checks.map(
          (check) =>
            `    ${check.outcome.padEnd(7)} ${check.id} ${check.code ?? ""}  expected ${check.expected}, found ${check.found}`,
        ),
      ].join("\n"),
    ),
    ...runHistory.map((run) => runText(run)),
  ].join("\n");
}

const runText = ({ startedAt, outcome, slot, problem, steps }: ShownUnit["runHistory"][number]): string =>
  [
    `  ${startedAt}  ${outcome}  slot ${slot}  ${problem?.code ?? ""}`,
    ...steps.map((step) => `    ${step.outcome.padEnd(11)} ${step.id} ${step.code ?? ""}`),
  ].join("\n");
