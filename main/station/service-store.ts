import { readdir, readFile, unlink } from "node:fs/promises";
import { isIP } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { fromPem } from "../base/bytes/pem.ts";
import type { Log } from "../base/log.ts";
import { parseConnectionString, type ServiceConnection } from "../dps/connection-string.ts";
import { DpsClient } from "../dps/dps-client.ts";
import { isFileMissing } from "./is-file-missing.ts";
import type { SecretStore } from "./secret-store.ts";
import { setUpErrors } from "./station-errors.ts";
import { writeFileAtomically } from "./write-file-atomically.ts";

const serviceName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and hyphens");

const serviceSchema = z.object({
  name: serviceName,
  url: z.url({ protocol: /^https$/ }),
  idScope: z.string().min(1).max(64),
  apiVersion: z.string().max(32).default("2021-10-01"),
  /** Extra certificate authorities (PEM) for private networks and practice. */
  ca: z.array(z.string()).max(50).default([]),
  /** All of this station's calls together; the service allows 1,000 to all its callers. */
  operationsPerMinute: z.int().min(1).max(1_000_000).default(600),
});

/** A provisioning service as it is set up; its connection string is in the secret store. */
export type ServiceSettings = z.infer<typeof serviceSchema>;

type NewService = Omit<z.input<typeof serviceSchema>, "url"> & { readonly url?: string };

const secretName = (name: string): string => `service-${name}`;

/** The provisioning services this station may use, one file each. */
export class ServiceStore {
  readonly #folder: string;
  readonly #secrets: SecretStore;
  readonly #log: Log;
  readonly #clients = new Map<string, DpsClient>();

  constructor(folder: string, secrets: SecretStore, log: Log) {
    this.#folder = folder;
    this.#secrets = secrets;
    this.#log = log;
  }

  /**
   * Checks and keeps a service; its URL is the connection string's host unless another is given. Throws
   * `set-up.service-exists`, `set-up.settings` or what the connection string deserves.
   */
  async add(service: NewService, connectionString: string): Promise<ServiceSettings> {
    const { hostName } = parseConnectionString(connectionString.trim());
    const parsed = serviceSchema.safeParse({ url: `https://${hostName}`, ...service });
    if (!parsed.success) throw setUpErrors.settings(z.prettifyError(parsed.error));
    if (parsed.data.ca.some((pem) => fromPem("CERTIFICATE", pem).length === 0))
      throw setUpErrors.settings("the CA file holds no PEM certificate");
    if ((await this.find(parsed.data.name)) !== undefined)
      throw setUpErrors.serviceExists(`service "${parsed.data.name}" exists`);
    await this.#secrets.put(secretName(parsed.data.name), connectionString.trim());
    await writeFileAtomically(this.#path(parsed.data.name), JSON.stringify(parsed.data, null, 2));
    return parsed.data;
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

  /** Also one whose file is damaged. Throws `set-up.unknown-service`. */
  async remove(name: string): Promise<void> {
    try {
      await unlink(this.#path(name));
    } catch (cause) {
      if (isFileMissing(cause)) throw setUpErrors.unknownService(`no service "${name}"`, cause);
      throw setUpErrors.settings(`cannot remove service "${name}"`, cause);
    }
    await this.#secrets.remove(secretName(name));
    this.#clients.get(name)?.close();
    this.#clients.delete(name);
  }

  /** The client of a service, one for all who ask, so that pace and connections are shared. */
  async client(name: string): Promise<DpsClient> {
    const known = this.#clients.get(name);
    if (known !== undefined) return known;
    const { url, apiVersion, ca, operationsPerMinute } = await this.get(name);
    const connection = await this.connection(name);
    const client = new DpsClient({ ...connection, url, apiVersion, ca, operationsPerMinute, log: this.#log });
    this.#clients.set(name, client);
    return client;
  }

  /** The connection string of a service, taken apart: its key is a secret. Throws `set-up.secret`. */
  async connection(name: string): Promise<ServiceConnection> {
    const connectionString = await this.#secrets.get(secretName(name));
    if (connectionString === undefined) throw setUpErrors.secret(`the connection string of "${name}" is gone`);
    return parseConnectionString(connectionString);
  }

  /** Ends the connections of all clients. */
  close(): void {
    for (const client of this.#clients.values()) client.close();
  }

  #path(name: string): string {
    const parsed = serviceName.safeParse(name);
    if (!parsed.success) throw setUpErrors.unknownService(`"${name}" is not a service name`);
    return join(this.#folder, `${parsed.data}.json`);
  }
}

/** Whether the service is on this machine: the only kind a practice device may be enrolled at. */
export function isOnThisMachine(service: ServiceSettings): boolean {
  const host = new URL(service.url).hostname.replaceAll(/[[\]]/g, "");
  return host === "localhost" || (isIP(host) === 4 && host.startsWith("127.")) || host === "::1";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw setUpErrors.settings("not JSON", cause);
  }
}
