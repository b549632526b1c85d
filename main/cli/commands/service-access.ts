import type { NewService, ServiceChange } from "../../station/service-settings.ts";
import { setUpErrors } from "../../station/station-errors.ts";
import type { Command, CommandInput } from "../command.ts";
import { readFileGiven } from "../read-file-given.ts";
import { withWorkshop } from "../with-workshop.ts";

const settingsOptions = {
  "id-scope": { type: "string" },
  url: { type: "string" },
  ca: { type: "string" },
  "api-version": { type: "string" },
  "operations-per-minute": { type: "string" },
} as const;

const secretOptions = {
  "connection-string-file": { type: "string" },
  "client-secret-file": { type: "string" },
  "certificate-file": { type: "string" },
} as const;

const settingsUsage = "[--url URL] [--ca FILE] [--api-version V] [--operations-per-minute N]";

/** Which file holds the secret, by the way of signing in. */
const secretFiles = {
  sas: "connection-string-file",
  "client-secret": "client-secret-file",
  "client-certificate": "certificate-file",
  "device-code": undefined,
  "managed-identity": undefined,
} as const;

type Way = keyof typeof secretFiles;

export const add: Command = {
  words: "service add",
  usage:
    "NAME --id-scope SCOPE (--connection-string-file FILE | --entra HOW --host HOST [--tenant ID --client ID] " +
    `[--client-secret-file FILE | --certificate-file FILE] [--authority-host URL]) ${settingsUsage}`,
  positionals: 1,
  options: {
    ...settingsOptions,
    ...secretOptions,
    entra: { type: "string" },
    host: { type: "string" },
    tenant: { type: "string" },
    client: { type: "string" },
    "authority-host": { type: "string" },
  },
  async run(input) {
    const { positionals, text, required, output } = input;
    const [name = ""] = positionals;
    const way = wayOf(text("entra"));
    const host = text("host");
    const entra = entraOf(way, input);
    const asked = {
      name,
      idScope: required("id-scope"),
      ...(host === undefined ? {} : { url: `https://${host}` }),
      ...(await settingsGiven(input)),
      ...(entra === undefined ? {} : { entra }),
    };
    const secret = await secretGiven(input, way);
    if (secret === "" && secretFiles[way] !== undefined) required(secretFiles[way]);
    return withWorkshop(input, async ({ services }) => {
      const service = await services.add(asked, secret);
      output.say({ name, url: service.url, idScope: service.idScope }, `${name}: ${service.url} ${service.idScope}`);
      return 0;
    });
  },
};

export const set: Command = {
  words: "service set",
  usage: `NAME [--connection-string-file FILE | --client-secret-file FILE | --certificate-file FILE] [--id-scope SCOPE] ${settingsUsage}`,
  positionals: 1,
  options: { ...settingsOptions, ...secretOptions },
  async run(input) {
    const [name = ""] = input.positionals;
    const change = await settingsGiven(input);
    return withWorkshop(input, async ({ services }) => {
      const { entra } = await services.get(name);
      const secret = await secretGiven(input, entra?.kind ?? "sas");
      if (secret === "" && Object.keys(change).length === 0) throw setUpErrors.usage("service set: nothing to change");
      const { url, idScope, apiVersion, operationsPerMinute } = await services.change(name, change, secret);
      const renewed = secret !== "";
      const text = `${name}: ${url} ${idScope}, ${operationsPerMinute} operations a minute${renewed ? ", new secret" : ""}`;
      input.output.say({ name, url, idScope, apiVersion, operationsPerMinute, renewed }, text);
      return 0;
    });
  },
};

export const signIn: Command = {
  words: "service sign-in",
  usage: "NAME",
  positionals: 1,
  options: {},
  run: (input) =>
    withWorkshop(input, async ({ services, records }) => {
      const { output, signal } = input;
      const [name = ""] = input.positionals;
      const show = ({ address, code, message }: { address: string; code: string; message: string }): void =>
        output.say({ type: "prompt", address, code }, message);
      const account = await services.signIn(name, show, signal);
      await records.audit.append({ act: "service-signed-in", subject: name, facts: { account } });
      output.say({ type: "signed-in", name, account }, `${name}: ${account} is signed in`);
      return 0;
    }),
};

function wayOf(entra: string | undefined): Way {
  if (entra === undefined) return "sas";
  const ways = Object.keys(secretFiles).filter((way) => way !== "sas");
  if (!ways.includes(entra)) throw setUpErrors.usage(`--entra is one of ${ways.join(", ")}`);
  return isWay(entra) ? entra : "sas";
}

const isWay = (text: string): text is Way => Object.hasOwn(secretFiles, text);

function entraOf(kind: Way, { text, required }: CommandInput): NewService["entra"] {
  if (kind === "sas") return undefined;
  if (text("url") === undefined) required("host");
  const client = text("client");
  if (kind === "managed-identity") return { kind, ...(client === undefined ? {} : { client }) };
  const authorityHost = text("authority-host");
  return {
    kind,
    tenant: required("tenant"),
    client: required("client"),
    ...(authorityHost === undefined ? {} : { authorityHost }),
  };
}

async function settingsGiven({ text }: CommandInput): Promise<ServiceChange> {
  const [idScope, url, ca] = [text("id-scope"), text("url"), text("ca")];
  const [apiVersion, operationsPerMinute] = [text("api-version"), text("operations-per-minute")];
  return {
    ...(idScope === undefined ? {} : { idScope }),
    ...(url === undefined ? {} : { url }),
    ...(ca === undefined ? {} : { ca: [(await readFileGiven(ca)).toString("utf8")] }),
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(operationsPerMinute === undefined ? {} : { operationsPerMinute: Number(operationsPerMinute) }),
  };
}

/** From the file that fits the way of signing in, else from the environment; empty if there is neither. Never from an argument. */
async function secretGiven({ text }: CommandInput, way: Way): Promise<string> {
  const fitting = secretFiles[way];
  const strange = Object.values(secretFiles).find(
    (name) => name !== undefined && name !== fitting && text(name) !== undefined,
  );
  if (strange !== undefined)
    throw setUpErrors.usage(`--${strange} does not go with ${way === "sas" ? "a connection string" : way}`);
  if (fitting === undefined) return "";
  const file = text(fitting);
  if (file !== undefined) return (await readFileGiven(file)).toString("utf8");
  return process.env["TOUCHMARK_SERVICE_SECRET"] ?? "";
}
