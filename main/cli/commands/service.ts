import type { Command } from "../command.ts";
import { readFileGiven } from "../read-file-given.ts";
import { withWorkshop } from "../with-workshop.ts";

const add: Command = {
  words: "service add",
  usage: "NAME --connection-string-file FILE --id-scope SCOPE [--url URL] [--ca FILE] [--api-version V]",
  positionals: 1,
  options: {
    "connection-string-file": { type: "string" },
    "id-scope": { type: "string" },
    url: { type: "string" },
    ca: { type: "string" },
    "api-version": { type: "string" },
  },
  async run(input) {
    const { positionals, text, required, output } = input;
    const [name = ""] = positionals;
    const connectionString = (await readFileGiven(required("connection-string-file"))).toString("utf8");
    const ca = text("ca");
    const url = text("url");
    const apiVersion = text("api-version");
    const asked = {
      name,
      idScope: required("id-scope"),
      ...(url === undefined ? {} : { url }),
      ...(apiVersion === undefined ? {} : { apiVersion }),
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
      for (const { name, url, idScope, apiVersion } of await services.list()) {
        input.output.say({ name, url, idScope, apiVersion }, `${name}  ${url}  ${idScope}`);
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

export const serviceCommands: readonly Command[] = [add, list, remove];
