import type { Connection, Connections, EntraView } from "../api/contract/index.ts";
import type { ConnectionDesk } from "../api/desk.ts";
import { isStationError } from "../base/errors/station-error.ts";
import { fromPem } from "../base/bytes/pem.ts";
import { proxyFor } from "../dps/http/proxy.ts";
import type { NewService, ServiceChange, ServiceSettings } from "./service-settings.ts";
import type { Workshop } from "./workshop.ts";

interface ConnectionParts {
  readonly workshop: Pick<Workshop, "services" | "connectServices" | "queue">;
  /** Made anew at every start. */
  readonly lent: readonly string[];
  /** The services are others now; they are connected already. */
  readonly onChange: (names: readonly string[]) => void;
}

/** Sets provisioning services up while the station works. A secret comes in once, is sealed, and never goes out. */
export function connectionDesk({ workshop, lent, onChange }: ConnectionParts): ConnectionDesk {
  const { services } = workshop;
  const settle = async (): Promise<void> => {
    await workshop.connectServices();
    workshop.queue.wake();
    onChange(await services.names());
  };
  return {
    list: async (): Promise<Connections> => ({
      connections: await Promise.all((await services.names()).map((name) => viewOf(services, name, lent))),
      proxy: proxyInUse(),
    }),
    add: async ({ name, idScope, entra, secret, ...settings }) => {
      await services.add({ name, idScope, ...optional(settings), ...(entra ? { entra: entraOf(entra) } : {}) }, secret);
      await settle();
    },
    change: async ({ name, secret, ...settings }) => {
      await services.change(name, optional(settings), secret);
      await settle();
    },
    remove: async (name) => {
      await services.remove(name);
      await settle();
    },
    signIn: async function* (name, signal) {
      let tell: (prompt: { readonly address: string; readonly code: string }) => void = () => undefined;
      const prompted = new Promise<{ readonly address: string; readonly code: string }>((resolve) => {
        tell = resolve;
      });
      const account = services.signIn(name, (prompt) => tell(prompt), signal);
      // It may be refused before there is anything to show.
      const first = await Promise.race([prompted, account]);
      if (typeof first !== "string") yield { type: "prompt", address: first.address, code: first.code };
      yield { type: "signed-in", account: await account };
      await settle();
    },
  };
}

/** An empty field is one that was left out. */
function optional({
  idScope,
  url = "",
  apiVersion,
  ca = "",
  operationsPerMinute,
}: Partial<Omit<Parameters<ConnectionDesk["change"]>[0], "name" | "secret">>): ServiceChange {
  return {
    ...(idScope === undefined ? {} : { idScope }),
    ...(url === "" ? {} : { url }),
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(ca.trim() === "" ? {} : { ca: [ca] }),
    ...(operationsPerMinute === undefined ? {} : { operationsPerMinute }),
  };
}

const entraOf = (entra: EntraView): NonNullable<NewService["entra"]> => {
  if (entra.kind === "managed-identity")
    return { kind: entra.kind, ...(entra.client === undefined ? {} : { client: entra.client }) };
  const { kind, tenant, client, authorityHost } = entra;
  return { kind, tenant, client, ...(authorityHost === undefined ? {} : { authorityHost }) };
};

async function viewOf(services: Workshop["services"], name: string, lent: readonly string[]): Promise<Connection> {
  const settings = await readable(services, name);
  const about = { name, lent: lent.includes(name) };
  if (settings === undefined)
    return {
      ...about,
      url: null,
      idScope: "",
      apiVersion: "",
      extraCertificates: 0,
      operationsPerMinute: 1,
      entra: null,
    };
  const { url, idScope, apiVersion, ca, operationsPerMinute, entra } = settings;
  const extraCertificates = ca.reduce((sum, text) => sum + fromPem("CERTIFICATE", text).length, 0);
  return { ...about, url, idScope, apiVersion, extraCertificates, operationsPerMinute, entra: entra ?? null };
}

/** Undefined for one whose file is damaged. */
async function readable(services: Workshop["services"], name: string): Promise<ServiceSettings | undefined> {
  try {
    return await services.find(name);
  } catch (error) {
    if (isStationError(error)) return undefined;
    throw error;
  }
}

/** Without user and password, which it may hold. */
function proxyInUse(): string | null {
  try {
    return proxyFor(new URL("https://global.azure-devices-provisioning.net"))?.origin ?? null;
  } catch (error) {
    if (isStationError(error)) return "?";
    throw error;
  }
}
