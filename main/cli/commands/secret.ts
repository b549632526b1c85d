import { DeviceSecrets } from "../../station/device-secrets.ts";
import type { Command } from "../command.ts";
import { readFileGiven } from "../read-file-given.ts";
import { withWorkshop } from "../with-workshop.ts";

const set: Command = {
  words: "secret set",
  usage: "NAME --file FILE",
  positionals: 1,
  options: { file: { type: "string" } },
  async run(input) {
    const [name = ""] = input.positionals;
    // A line feed at the end is the editor's, not the password's.
    const secret = (await readFileGiven(input.required("file"))).toString("utf8").replace(/\r?\n$/, "");
    return await withWorkshop(input, async ({ secrets }) => {
      await new DeviceSecrets(secrets).set(name, secret);
      input.output.say({ name, set: true }, `${name} is set`);
      return 0;
    });
  },
};

const remove: Command = {
  words: "secret remove",
  usage: "NAME",
  positionals: 1,
  options: {},
  run: (input) =>
    withWorkshop(input, async ({ secrets }) => {
      const [name = ""] = input.positionals;
      await new DeviceSecrets(secrets).remove(name);
      input.output.say({ name, removed: true }, `${name} removed`);
      return 0;
    }),
};

export const secretCommands: readonly Command[] = [set, remove];
