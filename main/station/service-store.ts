import { readdir, readFile, unlink } from "node:fs/promises";
import { isIP } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { fromPem } from "../base/bytes/pem.ts";
import type { Log } from "../base/log.ts";
import type { DpsCredential } from "../dps/auth/dps-credential.ts";
import { EntraCredential } from "../dps/auth/entra/entra-credential.ts";
import type { EntraSecret } from "../dps/auth/entra/entra-settings.ts";
import { signIn, type SignInPrompt } from "../dps/auth/entra/sign-in.ts";
import { SasCredential } from "../dps/auth/sas-credential.ts";
import { parseConnectionString, type ServiceConnection } from "../dps/connection-string.ts";
import { DpsClient } from "../dps/dps-client.ts";
import { checkServiceSecret } from "./check-service-secret.ts";
import { isFileMissing } from "./is-file-missing.ts";
import type { SecretStore } from "./secret-store.ts";
import {
  type NewService,
  type ServiceChange,
  serviceName,
  serviceSchema,
  type ServiceSettings,
} from "./service-settings.ts";
import { setUpErrors } from "./station-errors.ts";
import { TurnsFile } from "./turns-file.ts";
import { writeFileAtomically } from "./write-file-atomically.ts";

export type { ServiceSettings } from "./service-settings.ts";

const secretName = (name: string): string => `service-${name}`;

/** The provisioning services this station may use, one file each. */
export class ServiceStore {
  readonly #folder: string;
  readonly #secrets: SecretStore;
  readonly #log: Log;
  readonly #pace: string | undefined;
  readonly #clients = new Map<string, DpsClient>();
  readonly #onThisMachine = new Map<string, Promise<boolean>>();

  /** `pace`: the folder in which all processes share the pace of each instance; left out, this one is the only one. */
  constructor(folder: string, secrets: SecretStore, log: Log, pace?: string) {
    this.#folder = folder;
    this.#secrets = secrets;
    this.#log = log;
    this.#pace = pace;
  }

  /**
   * Checks and keeps a service and its secret: a connection string (its host is the URL unless another is given), or what its way
   * of signing in at Entra takes. Throws `set-up.service-exists`, `set-up.settings` or what the connection string deserves.
   */
  async add(service: NewService, secret = ""): Promise<ServiceSettings> {
    const settings = checkSettings({ ...checkServiceSecret(service.entra, secret.trim()), ...service });
    const { name } = settings;
    if ((await this.find(name)) !== undefined) throw setUpErrors.serviceExists(`service "${name}" exists`);
    if (secret.trim() !== "") await this.#secrets.put(secretName(name), secret.trim());
    await writeFileAtomically(this.#path(name), JSON.stringify(settings, null, 2));
    return settings;
  }

  /** Changes what is given and keeps the rest; a new secret takes the place of the old. Throws as `add` does. */
  async change(name: string, change: ServiceChange, secret = ""): Promise<ServiceSettings> {
    const known = await this.get(name);
    // A connection string of another host leads there; a URL that was given goes on standing.
    const moved = secret.trim() === "" ? {} : checkServiceSecret(known.entra, secret.trim());
    const follows = known.entra === undefined && secret.trim() !== "" && known.url === (await this.#ownUrl(name));
    const settings = checkSettings({ ...known, ...(follows ? moved : {}), ...change });
    if (secret.trim() !== "") await this.#secrets.put(secretName(name), secret.trim());
    await writeFileAtomically(this.#path(name), JSON.stringify(settings, null, 2));
    this.#forget(name);
    return settings;
  }

  /** Sorted by name; with those whose file is damaged. */
  async names(): Promise<readonly string[]> {
    const files = (await readdir(this.#folder)).filter((file) => file.endsWith(".json"));
    return files.map((file) => file.slice(0, -".json".length)).sort();
  }

  async list(): Promise<readonly ServiceSettings[]> {
    const services = await Promise.all((await this.names()).map((name) => this.find(name)));
    return services.filter((service) => service !== undefined);
  }

  async find(name: string): Promise<ServiceSettings | undefined> {
    let text: string;
    try {
      text = await readFile(this.#path(name), "utf8");
    } catch (cause) {
      if (isFileMissing(cause)) return undefined;
      throw setUpErrors.settings(`cannot read service "${name}"`, cause);
    }
    const parsed = serviceSchema.safeParse(parseJson(text));
    if (!parsed.success) throw setUpErrors.settings(`service "${name}": ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  }

  async get(name: string): Promise<ServiceSettings> {
    const service = await this.find(name);
    if (service === undefined) throw setUpErrors.unknownService(`no service "${name}"; see: touchmark service add`);
    return service;
  }

  /** Whether it is: remembered until it is changed here, as its client is, because every unit asks. Throws as `get` does. */
  isOnThisMachine(name: string): Promise<boolean> {
    const known = this.#onThisMachine.get(name);
    if (known !== undefined) return known;
    const asked = this.get(name).then(isOnThisMachine);
    // Kept before it is known, so that a change in this moment drops it.
    this.#onThisMachine.set(name, asked);
    asked.catch(() => this.#onThisMachine.delete(name));
    return asked;
  }

  /** Also one whose file is damaged. Throws `set-up.unknown-service`. */
  async remove(name: string): Promise<void> {
    try {
      await unlink(this.#path(name));
    } catch (cause) {
      if (isFileMissing(cause)) throw setUpErrors.unknownService(`no service "${name}"`, cause);
      throw setUpErrors.settings(`cannot remove service "${name}"`, cause);
    }
    await this.#secrets.remove(secretName(name));
    this.#forget(name);
  }

  /** The client of a service, one for all who ask, so that pace, circuit, token and connections are shared; the pace with other processes too. */
  async client(name: string): Promise<DpsClient> {
    const known = this.#clients.get(name);
    if (known !== undefined) return known;
    const { url, apiVersion, ca, operationsPerMinute } = await this.get(name);
    const credential = await this.credential(name);
    const turns = this.#pace === undefined ? undefined : new TurnsFile(join(this.#pace, instanceOf(url)));
    const client = new DpsClient({ url, credential, apiVersion, ca, operationsPerMinute, turns, log: this.#log });
    this.#clients.set(name, client);
    return client;
  }

  /** A way of one's own to show the service who this is; whoever asks closes it. Throws `set-up.secret`. */
  async credential(name: string): Promise<DpsCredential> {
    const { entra: settings, ca } = await this.get(name);
    if (settings !== undefined)
      return new EntraCredential({ settings, secret: this.#secretOf(name), ca, log: this.#log });
    return new SasCredential(await this.#connection(name));
  }

  /** A person signs in at Entra for the station; ends with who it was. Throws what `signIn` does. */
  async signIn(name: string, show: (prompt: SignInPrompt) => void, signal: AbortSignal): Promise<string> {
    const { entra: settings, ca } = await this.get(name);
    if (settings === undefined)
      throw setUpErrors.settings(`service "${name}" has a connection string, nobody signs in`);
    const who = await signIn({ settings, secret: this.#secretOf(name), ca, show, signal });
    this.#forget(name);
    return who;
  }

  /** Ends the connections of all clients. */
  close(): void {
    for (const client of this.#clients.values()) client.close();
  }

  async #connection(name: string): Promise<ServiceConnection> {
    const connectionString = await this.#secrets.get(secretName(name));
    if (connectionString === undefined) throw setUpErrors.secret(`the connection string of "${name}" is gone`);
    return parseConnectionString(connectionString);
  }

  /** What the URL is when none was given; undefined if the connection string is gone or damaged. */
  async #ownUrl(name: string): Promise<string | undefined> {
    try {
      return `https://${(await this.#connection(name)).hostName}`;
    } catch {
      return undefined;
    }
  }

  #secretOf(name: string): EntraSecret {
    const kept = secretName(name);
    return { get: () => this.#secrets.get(kept), put: (secret) => this.#secrets.put(kept, secret) };
  }

  #forget(name: string): void {
    this.#clients.get(name)?.close();
    this.#clients.delete(name);
    this.#onThisMachine.delete(name);
  }

  #path(name: string): string {
    const parsed = serviceName.safeParse(name);
    if (!parsed.success) throw setUpErrors.unknownService(`"${name}" is not a service name`);
    return join(this.#folder, `${parsed.data}.json`);
  }
}

function checkSettings(service: object): ServiceSettings {
  const parsed = serviceSchema.safeParse(service);
  if (!parsed.success) throw setUpErrors.settings(z.prettifyError(parsed.error));
  if (parsed.data.ca.some((pem) => fromPem("CERTIFICATE", pem).length === 0))
    throw setUpErrors.settings("the CA file holds no PEM certificate");
  return parsed.data;
}

/** Whether the service is on this machine: the only kind a practice device may be enrolled at. */
export function isOnThisMachine(service: ServiceSettings): boolean {
  const host = new URL(service.url).hostname.replaceAll(/[[\]]/g, "");
  return host === "localhost" || (isIP(host) === 4 && host.startsWith("127.")) || host === "::1";
}

/** As a file name. Two names of one instance share its pace. */
const instanceOf = (url: string): string => new URL(url).host.replaceAll(/[^a-z0-9.-]/g, "_");

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw setUpErrors.settings("not JSON", cause);
  }
}
