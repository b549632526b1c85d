import { setUpErrors } from "../../station/station-errors.ts";
import { authorityView, exportAuthorityChain } from "../../station/operations/show-authority.ts";
import { writeFileAtomically } from "../../station/write-file-atomically.ts";
import type { Command } from "../command.ts";
import { withWorkshop } from "../with-workshop.ts";

const create: Command = {
  words: "ca create",
  usage: "NAME --pilot",
  positionals: 1,
  options: { pilot: { type: "boolean" } },
  run(input) {
    if (!input.flag("pilot"))
      throw setUpErrors.usage("only pilot authorities can be made here: add --pilot, or import your own");
    return withWorkshop(input, async ({ authorities }) => {
      const [name = ""] = input.positionals;
      const view = authorityView(await authorities.createPilot(name));
      input.output.say(view, `${name}: ${view.subject} until ${view.notAfter}`);
      return 0;
    });
  },
};

const importFile: Command = {
  words: "ca import",
  usage: "NAME FILE   (passphrase of the file: TOUCHMARK_CA_FILE_PASSPHRASE)",
  positionals: 2,
  options: {},
  run: (input) =>
    withWorkshop(input, async ({ authorities }) => {
      const [name = "", file = ""] = input.positionals;
      const view = authorityView(await authorities.import(name, file, process.env["TOUCHMARK_CA_FILE_PASSPHRASE"]));
      input.output.say(view, `${name}: ${view.subject} until ${view.notAfter}`);
      return 0;
    }),
};

const list: Command = {
  words: "ca list",
  usage: "",
  positionals: 0,
  options: {},
  run: (input) =>
    withWorkshop(input, async ({ authorities }) => {
      for (const authority of await authorities.list()) {
        const view = authorityView(authority);
        input.output.say(view, `${view.name}  ${view.subject}  until ${view.notAfter}${view.pilot ? "  PILOT" : ""}`);
      }
      return 0;
    }),
};

const exportChain: Command = {
  words: "ca export",
  usage: "NAME --out FILE",
  positionals: 1,
  options: { out: { type: "string" } },
  run(input) {
    const [name = ""] = input.positionals;
    const out = input.required("out");
    return withWorkshop(input, async ({ authorities }) => {
      await writeFileAtomically(out, exportAuthorityChain(await authorities.show(name)));
      input.output.say({ name, out }, `chain of ${name} written to ${out}`);
      return 0;
    });
  },
};

export const caCommands: readonly Command[] = [create, importFile, list, exportChain];
