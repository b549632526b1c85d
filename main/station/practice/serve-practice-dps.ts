import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../../base/log.ts";
import { openControlApi } from "../../practice/dps/control/control-api.ts";
import { type PracticeDps, startPracticeDps } from "../../practice/dps/practice-dps.ts";
import { openDataFolder } from "../data-folder.ts";
import { lockDataFolder } from "../folder-lock.ts";
import { isFileMissing } from "../is-file-missing.ts";
import { writeFileAtomically } from "../write-file-atomically.ts";
import { readCaCertificates } from "./read-ca-certificates.ts";
import { readScenario } from "./read-scenario.ts";

export interface PracticeDpsSettings {
  readonly root: string;
  /** 0: any. */
  readonly port: number;
  readonly mqttPort: number;
  /** Left out: no control API. */
  readonly controlPort?: number | undefined;
  /** So many hubs, `practice-hub-1.azure-devices.test` and on; left out: those of last time. */
  readonly hubs?: number | undefined;
  readonly scenarioFile?: string | undefined;
  /** A folder of CA certificates (`NAME.pem`) that groups may refer to by name; those of last time stay. */
  readonly caCertificates?: string | undefined;
  readonly log: Log;
}

export interface ServedPracticeDps {
  readonly ready: {
    readonly type: "ready";
    readonly url: string;
    readonly endpoint: string;
    readonly mqttEndpoint: string;
    readonly connectionString: string;
    readonly idScope: string;
    readonly caFile: string;
    readonly hubs: readonly string[];
    readonly controlUrl?: string;
    readonly controlTokenFile?: string;
  };
  close(): Promise<void>;
}

/** The practice provisioning service alone, for others to test against; its state and its CA are kept below `root`. */
export async function servePracticeDps(settings: PracticeDpsSettings): Promise<ServedPracticeDps> {
  const scenario = settings.scenarioFile === undefined ? undefined : await readScenario(settings.scenarioFile);
  const folder = settings.caCertificates;
  const certificates = folder === undefined ? undefined : await readCaCertificates(folder);
  const { root } = openDataFolder(join(settings.root, "practice-dps"));
  const closers: (() => Promise<void> | void)[] = [lockDataFolder(root)];
  const close = async (): Promise<void> => {
    for (const closeOne of closers.splice(0).toReversed()) await closeOne();
  };
  try {
    const { port, mqttPort, hubs, log } = settings;
    const named = hubs === undefined ? undefined : Array.from({ length: hubs }, (_, index) => hubName(index + 1));
    const stateFile = join(root, "state.json");
    const dps = await startPracticeDps({ port, mqttPort, hubs: named, certificates, stateFile, log });
    closers.push(() => dps.close());
    if (scenario !== undefined) dps.useScenario(scenario);
    const control = await openControl(dps, root, settings.controlPort);
    if (control !== undefined) closers.push(control.close);
    const caFile = join(root, "ca.pem");
    await writeFileAtomically(caFile, dps.caPem);
    const { url, endpoint, mqttEndpoint, connectionString, idScope } = dps;
    const ready = { url, endpoint, mqttEndpoint, connectionString, idScope, caFile, hubs: dps.hubs, ...control?.ready };
    return { ready: { type: "ready", ...ready }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const hubName = (number: number): string => `practice-hub-${number}.azure-devices.test`;

async function openControl(dps: PracticeDps, root: string, port: number | undefined) {
  if (port === undefined) return undefined;
  const controlTokenFile = join(root, "control-token");
  const token = await controlToken(controlTokenFile);
  const control = await openControlApi(dps, { port, token });
  return { ready: { controlUrl: control.url, controlTokenFile }, close: () => control.close() };
}

/** Kept over restarts, so that scripts need to be told once. */
async function controlToken(path: string): Promise<string> {
  try {
    const kept = (await readFile(path, "utf8")).trim();
    if (kept.length >= 32) return kept;
  } catch (error) {
    if (!isFileMissing(error)) throw error;
  }
  const token = randomBytes(24).toString("base64url");
  await writeFileAtomically(path, token);
  return token;
}
