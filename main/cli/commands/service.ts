import type { CheckResult, Mender } from "../../station/operations/check-service.ts";
import { checkService } from "../../station/operations/check-service.ts";
import type { Command } from "../command.ts";
import { readFileGiven } from "../read-file-given.ts";
import { withWorkshop } from "../with-workshop.ts";

const add: Command = {
  words: "service add",
  usage:
    "NAME --connection-string-file FILE --id-scope SCOPE [--url URL] [--ca FILE] [--api-version V] [--operations-per-minute N]",
  positionals: 1,
  options: {
    "connection-string-file": { type: "string" },
    "id-scope": { type: "string" },
    url: { type: "string" },
    ca: { type: "string" },
    "api-version": { type: "string" },
    "operations-per-minute": { type: "string" },
  },
  async run(input) {
    const { positionals, text, required, output } = input;
    const [name = ""] = positionals;
    const connectionString = (await readFileGiven(required("connection-string-file"))).toString("utf8");
    const ca = text("ca");
    const url = text("url");
    const apiVersion = text("api-version");
    const operationsPerMinute = text("operations-per-minute");
    const asked = {
      name,
      idScope: required("id-scope"),
      ...(url === undefined ? {} : { url }),
      ...(apiVersion === undefined ? {} : { apiVersion }),
      ...(operationsPerMinute === undefined ? {} : { operationsPerMinute: Number(operationsPerMinute) }),
      ca: ca === undefined ? [] : [(await readFileGiven(ca)).toString("utf8")],
    };
    return withWorkshop(input, async ({ services }) => {
      const service = await services.add(asked, connectionString);
      output.say({ name, url: service.url, idScope: service.idScope }, `${name}: ${service.url} ${service.idScope}`);
      return 0;
    });
  },
};

const list: Command = {
  words: "service list",
  usage: "",
  positionals: 0,
  options: {},
  run: (input) =>
    withWorkshop(input, async ({ services }) => {
      for (const { name, url, idScope, apiVersion, operationsPerMinute } of await services.list()) {
        input.output.say({ name, url, idScope, apiVersion, operationsPerMinute }, `${name}  ${url}  ${idScope}`);
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
  engineer: "the process engineer (service add)",
  "service-owner": "the owner of the provisioning service",
  wait: "nobody: wait",
};

const check: Command = {
  words: "service check",
  usage: "NAME [--canary]",
  positionals: 1,
  options: { canary: { type: "boolean" } },
  run: (input) =>
    withWorkshop(input, async (workshop) => {
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

export const serviceCommands: readonly Command[] = [add, list, check, remove];
