import { stat } from "node:fs/promises";
import type { Workshop } from "../../station/workshop.ts";
import type { Command } from "../command.ts";
import { readFileGiven } from "../read-file-given.ts";
import { secondOptions, secondUsage } from "../second-person.ts";
import { withReadWorkshop } from "../with-read-workshop.ts";
import { withWorkshop } from "../with-workshop.ts";

type Root = Awaited<ReturnType<Workshop["trust"]["list"]>>[number];

/** What is said of a certificate that is trusted. */
export const rootView = ({ fingerprint, subject, issuer, notBefore, notAfter }: Root) => ({
  fingerprint,
  subject,
  issuer,
  notBefore,
  notAfter,
});

const add: Command = {
  words: "trust add",
  usage: "FILE|FOLDER",
  positionals: 1,
  options: {},
  run: (input) =>
    withWorkshop(input, async ({ trust, records }) => {
      const [path = ""] = input.positionals;
      const { roots, skipped } = (await isFolder(path))
        ? await trust.addFolder(path)
        : { roots: await trust.add(await readFileGiven(path)), skipped: [] };
      for (const { file, why } of skipped) {
        input.output.say({ skipped: file, why }, `left out: ${file}: ${why}`);
      }
      for (const root of roots) {
        const { fingerprint, subject } = root;
        await records.audit.append({ act: "trust-added", subject: fingerprint, facts: { certificate: subject } });
        input.output.say(rootView(root), `trusted: ${subject}  ${fingerprint}`);
      }
      return roots.length === 0 ? 1 : 0;
    }),
};

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}

const list: Command = {
  words: "trust list",
  usage: "",
  positionals: 0,
  options: {},
  run: (input) =>
    withReadWorkshop(input, async ({ trust }) => {
      for (const root of await trust.list()) input.output.say(rootView(root), `${root.fingerprint}  ${root.subject}`);
      return 0;
    }),
};

const remove: Command = {
  words: "trust remove",
  usage: `FINGERPRINT ${secondUsage}`,
  positionals: 1,
  options: secondOptions,
  run: (input) =>
    withWorkshop(input, async ({ trust }) => {
      const [fingerprint = ""] = input.positionals;
      await trust.remove(fingerprint);
      input.output.say({ fingerprint, removed: true }, `${fingerprint} is no longer trusted`);
      return 0;
    }),
};

export const trustCommands: readonly Command[] = [add, list, remove];
