import type { CheckResult, Mender } from "../../station/operations/check-service.ts";
import { checkService } from "../../station/operations/check-service.ts";
import type { Command } from "../command.ts";
import { authenticationOf } from "../../station/service-settings.ts";
import { withReadWorkshop } from "../with-read-workshop.ts";
import { withWorkshop } from "../with-workshop.ts";
import { add, set, signIn } from "./service-access.ts";

const list: Command = {
  words: "service list",
  usage: "",
  positionals: 0,
  options: {},
  run: (input) =>
    withReadWorkshop(input, async ({ services }) => {
      for (const service of await services.list()) {
        const { name, url, idScope, apiVersion, operationsPerMinute } = service;
        const auth = authenticationOf(service);
        const shown = { name, url, idScope, apiVersion, operationsPerMinute, auth };
        input.output.say(shown, `${name}  ${url}  ${idScope}  ${auth}`);
      }
      return 0;
    }),
};

const remove: Command = {
  words: "service remove",
  usage: "NAME",
  positionals: 1,
  options: {},
  run: (input) =>
    withWorkshop(input, async ({ services }) => {
      const [name = ""] = input.positionals;
      await services.remove(name);
      input.output.say({ name, removed: true }, `${name} removed`);
      return 0;
    }),
};

const menders: Readonly<Record<Mender, string>> = {
  network: "the network's people",
  station: "whoever looks after this computer",
  engineer: "the process engineer (service add, set or sign-in)",
  "service-owner": "the owner of the provisioning service",
  wait: "nobody: wait",
};

const check: Command = {
  words: "service check",
  usage: "NAME [--canary]",
  positionals: 1,
  options: { canary: { type: "boolean" } },
  run: (input) =>
    withReadWorkshop(input, async (workshop) => {
      const { output, flag, signal } = input;
      const [name = ""] = input.positionals;
      const failures: CheckResult[] = [];
      for await (const result of checkService(workshop, { service: name, canary: flag("canary"), signal })) {
        if (result.outcome === "failed") failures.push(result);
        const { check: id, outcome, found } = result;
        output.say({ type: "check", ...result }, `${id.padEnd(15)} ${outcome.padEnd(8)} ${found}`);
      }
      const [first] = failures;
      const verdict = {
        type: "verdict",
        service: name,
        ok: first === undefined,
        failed: failures.map((each) => each.check),
      };
      const mend = first?.mend ?? null;
      const text =
        first === undefined
          ? `${name}: ready`
          : `${name}: not ready: ${first.check}; to be mended by ${mend === null ? "nobody" : menders[mend]}`;
      output.say(verdict, text);
      return first === undefined ? 0 : 1;
    }),
};

export const serviceCommands: readonly Command[] = [add, set, signIn, list, check, remove];
