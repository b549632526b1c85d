import { addOperator, deactivateOperator, listOperators } from "../../station/operations/operators.ts";
import type { Command } from "../command.ts";
import { readFileGiven } from "../read-file-given.ts";
import { withReadWorkshop } from "../with-read-workshop.ts";
import { withWorkshop } from "../with-workshop.ts";

type Shown = Awaited<ReturnType<typeof addOperator>>;

const secretIn = async (path: string | undefined): Promise<string | undefined> =>
  path === undefined ? undefined : (await readFileGiven(path)).toString("utf8").trim();

const operatorText = ({ name, role, active, hasPin, hasBadge, lockedUntil }: Shown): string =>
  [
    name.padEnd(24),
    role.padEnd(9),
    active ? "active  " : "inactive",
    [...(hasBadge ? ["badge"] : []), ...(hasPin ? ["PIN"] : [])].join(" and "),
    lockedUntil === null ? "" : `PIN refused until ${lockedUntil}`,
  ].join("  ");

const add: Command = {
  words: "operator add",
  usage: "NAME --role operator|qa|lead|engineer [--badge-file FILE] [--pin-file FILE]",
  positionals: 1,
  options: { role: { type: "string" }, "badge-file": { type: "string" }, "pin-file": { type: "string" } },
  async run(input) {
    const [name = ""] = input.positionals;
    const role = input.required("role");
    const badge = await secretIn(input.text("badge-file"));
    const pin = await secretIn(input.text("pin-file"));
    return withWorkshop(input, async (workshop) => {
      const added = await addOperator(workshop, { name, role, badge, pin });
      input.output.say(added, operatorText(added));
      return 0;
    });
  },
};

const list: Command = {
  words: "operator list",
  usage: "",
  positionals: 0,
  options: {},
  run: (input) =>
    withReadWorkshop(input, async (workshop) => {
      for (const one of await listOperators(workshop)) input.output.say(one, operatorText(one));
      return 0;
    }),
};

const deactivate: Command = {
  words: "operator deactivate",
  usage: "NAME",
  positionals: 1,
  options: {},
  run: (input) =>
    withWorkshop(input, async (workshop) => {
      const gone = await deactivateOperator(workshop, input.positionals[0] ?? "");
      input.output.say(gone, operatorText(gone));
      return 0;
    }),
};

export const operatorCommands: readonly Command[] = [add, list, deactivate];
