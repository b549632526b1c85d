import type { Command } from "../command.ts";
import { readFileGiven } from "../read-file-given.ts";
import { secondOptions, secondUsage } from "../second-person.ts";
import { withReadWorkshop } from "../with-read-workshop.ts";
import { withWorkshop } from "../with-workshop.ts";
import { rootView } from "./trust.ts";

const add: Command = {
  words: "manifest trust add",
  usage: "FILE",
  positionals: 1,
  options: {},
  run: (input) =>
    withWorkshop(input, async ({ signers, records }) => {
      for (const root of await signers.trusted.add(await readFileGiven(input.positionals[0] ?? ""))) {
        const { fingerprint, subject } = root;
        await records.audit.append({ act: "signer-trusted", subject: fingerprint, facts: { certificate: subject } });
        input.output.say(rootView(root), `trusted for seals: ${subject}  ${fingerprint}`);
      }
      return 0;
    }),
};

const list: Command = {
  words: "manifest trust list",
  usage: "",
  positionals: 0,
  options: {},
  run: (input) =>
    withReadWorkshop(input, async ({ signers }) => {
      for (const root of await signers.trusted.list())
        input.output.say(rootView(root), `${root.fingerprint}  ${root.subject}`);
      return 0;
    }),
};

const remove: Command = {
  words: "manifest trust remove",
  usage: `FINGERPRINT ${secondUsage}`,
  positionals: 1,
  options: secondOptions,
  run: (input) =>
    withWorkshop(input, async ({ signers }) => {
      const [fingerprint = ""] = input.positionals;
      await signers.trusted.remove(fingerprint);
      input.output.say({ fingerprint, removed: true }, `${fingerprint} is no longer trusted for seals`);
      return 0;
    }),
};

export const manifestTrustCommands: readonly Command[] = [add, list, remove];
