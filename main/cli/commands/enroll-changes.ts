import {
  changeNow,
  findRegistrationId,
  listConflicts,
  listParked,
  type RecordedChange,
  retryParked,
  type WantedChange,
} from "../../station/operations/change-enrollment.ts";
import { settingsByRecipe } from "../../station/operations/recipe-settings.ts";
import { newCertificateFor } from "../../station/operations/rotate-certificate.ts";
import { setUpErrors } from "../../station/station-errors.ts";
import type { Workshop } from "../../station/workshop.ts";
import type { Command, CommandInput } from "../command.ts";
import { readFileGiven } from "../read-file-given.ts";
import { isSignedTwice, secondOptions, secondUsage } from "../second-person.ts";
import { withReadWorkshop } from "../with-read-workshop.ts";
import { withWorkshop } from "../with-workshop.ts";

const conflicts: Command = {
  words: "enroll conflicts",
  usage: "[--service NAME]",
  positionals: 0,
  options: { service: { type: "string" } },
  run: (input) =>
    withReadWorkshop(input, async (workshop) => {
      for await (const conflict of listConflicts(workshop, input.text("service"))) {
        const { registrationId, unit, differences, can, suggested } = conflict;
        const lines = differences.map(({ field, ours, theirs }) => `  ${field}: ours ${ours}, theirs ${theirs}`);
        const name = suggested === null ? "" : `  free name ${suggested}`;
        const text = [`${registrationId}  unit ${unit}  can ${can.join(", ")}${name}`, ...lines].join("\n");
        input.output.say(conflict, text);
      }
      return 0;
    }),
};

const parked: Command = {
  words: "enroll parked",
  usage: "[--service NAME]",
  positionals: 0,
  options: { service: { type: "string" } },
  run: (input) =>
    withReadWorkshop(input, async (workshop) => {
      for await (const entry of listParked(workshop, input.text("service"))) {
        input.output.say(entry, `${entry.registrationId}  unit ${entry.unit}  ${entry.code}: ${entry.detail}`);
      }
      return 0;
    }),
};

const retry: Command = {
  words: "enroll retry",
  usage: "--reason TEXT",
  positionals: 0,
  options: { reason: { type: "string" } },
  run: (input) =>
    withWorkshop(input, async (workshop) => {
      const retried = await retryParked(workshop, input.required("reason"));
      input.output.say({ retried }, `${retried} in the queue again`);
      return 0;
    }),
};

const solutions = ["adopt", "replace", "rename", "retry", "reject"] as const;

const solve: Command = {
  words: "enroll solve",
  usage: "ID --how adopt|replace|rename|retry|reject [--new-id ID] --reason TEXT",
  positionals: 1,
  options: { how: { type: "string" }, "new-id": { type: "string" }, reason: { type: "string" } },
  run(input) {
    const asked = input.required("how");
    const how = solutions.find((each) => each === asked);
    if (how === undefined) throw setUpErrors.usage(`--how takes ${solutions.join(", ")}, not "${asked}"`);
    const newRegistrationId = input.text("new-id");
    if ((how === "rename") !== (newRegistrationId !== undefined)) {
      throw setUpErrors.usage("--how rename and --new-id go together; enroll conflicts tells a name that is free");
    }
    return change(input, how, () => ({ newRegistrationId }));
  },
};

const simple = (act: "disable" | "enable" | "delete" | "promote"): Command => ({
  words: `enroll ${act}`,
  usage: `ID --reason TEXT${isSignedTwice(`enroll ${act}`) ? ` ${secondUsage}` : ""}`,
  positionals: 1,
  options: { reason: { type: "string" }, ...(isSignedTwice(`enroll ${act}`) ? secondOptions : {}) },
  run: (input) => change(input, act),
});

const rotate: Command = {
  words: "enroll rotate",
  usage: "ID --certificate FILE --reason TEXT",
  positionals: 1,
  options: { certificate: { type: "string" }, reason: { type: "string" } },
  async run(input) {
    const content = await readFileGiven(input.required("certificate"));
    return change(input, "rotate", (_workshop, registrationId) => ({
      certificate: newCertificateFor(registrationId, content),
    }));
  },
};

const update: Command = {
  words: "enroll update",
  usage: "ID --recipe FILE --reason TEXT",
  positionals: 1,
  options: { recipe: { type: "string" }, reason: { type: "string" } },
  run(input) {
    const recipe = input.required("recipe");
    return change(input, "update", async (workshop, registrationId) => ({
      settings: await settingsByRecipe(workshop, registrationId, recipe),
    }));
  },
};

const changes: Command = {
  words: "enroll changes",
  usage: "[--id ID]",
  positionals: 0,
  options: { id: { type: "string" } },
  run: (input) =>
    withReadWorkshop(input, async (workshop) => {
      const id = input.text("id");
      const registrationId = id === undefined ? undefined : await findRegistrationId(workshop, id);
      const page = { offset: 0, limit: 1_000, registrationId };
      for (const each of (await workshop.records.enrollmentChanges.list(page)).changes) {
        input.output.say(each, `${each.intendedAt}  ${lineOf(each)}  by ${each.author}: ${each.reason}`);
      }
      return 0;
    }),
};

type Details = Pick<WantedChange, "certificate" | "settings" | "newRegistrationId">;
/** What an act needs besides, made once the entry is known. */
type DetailsFor = (workshop: Workshop, registrationId: string) => Details | Promise<Details>;

/** Wanted and tried once; what the service has not taken yet goes on with `enroll flush` or a station at work. */
function change(input: CommandInput, act: WantedChange["act"], detailsFor?: DetailsFor): Promise<number> {
  const reason = input.required("reason").trim();
  if (reason === "") throw setUpErrors.usage("--reason is for those who ask why, later: it may not be empty");
  return withWorkshop(input, async (workshop) => {
    const registrationId = await findRegistrationId(workshop, input.positionals[0] ?? "");
    const details = await detailsFor?.(workshop, registrationId);
    const done = await changeNow(workshop, { registrationId, act, reason, ...details }, input.signal);
    input.output.say(done, lineOf(done));
    return done.state === "done" ? 0 : 1;
  });
}

function lineOf({ registrationId, act, state, code, detail }: RecordedChange): string {
  const why = [code, detail].filter((word) => word !== null).join(" ");
  const next = act === "rename" && state === "done" ? ". Plug the unit in again" : "";
  return `${registrationId}  ${act} ${state}${why === "" ? "" : `: ${why}`}${next}`;
}

export const enrollChangeCommands: readonly Command[] = [
  conflicts,
  parked,
  retry,
  solve,
  simple("disable"),
  simple("enable"),
  simple("delete"),
  update,
  rotate,
  simple("promote"),
  changes,
];
