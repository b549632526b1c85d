import { randomBytes, X509Certificate } from "node:crypto";
import { type Log, silentLog } from "../../base/log.ts";
import { makeServerIdentity, type ServerIdentity } from "./certificates/make-server-identity.ts";
import { RunningOperations } from "./device/running-operations.ts";
import { TpmChallenges } from "./device/tpm-challenges.ts";
import type { PracticeService } from "./practice-service.ts";
import { FaultPlan } from "./server/fault-plan.ts";
import { Listener } from "./server/listener.ts";
import { PracticeStore, type SavedService } from "./state/practice-store.ts";
import { readStateFile, StateFile } from "./state/state-file.ts";

export interface PracticeDpsOptions {
  /** 0 or left out: the port used last (with a state file), else any. */
  readonly port?: number | undefined;
  readonly host?: "127.0.0.1" | undefined;
  readonly idScope?: string | undefined;
  /** Base64; made if left out. */
  readonly policyKey?: string | undefined;
  readonly hubs?: readonly string[] | undefined;
  /** CA certificates (PEM) by name, as if uploaded and verified: groups may refer to them. */
  readonly certificates?: Readonly<Record<string, string>> | undefined;
  /** Kept here across restarts; left out: in memory only. */
  readonly stateFile?: string | undefined;
  /** How long a registration stays `assigning`. */
  readonly assignAfterMs?: number | undefined;
  /** The real service asks devices for 3; practice is livelier. */
  readonly retryAfterSeconds?: number | undefined;
  readonly log?: Log | undefined;
}

export interface PracticeDps {
  readonly url: string;
  /** `host:port` for devices. */
  readonly endpoint: string;
  readonly idScope: string;
  readonly connectionString: string;
  /** What a client must trust besides the platform's roots. */
  readonly caPem: string;
  readonly hubs: readonly string[];
  readonly faults: FaultPlan;
  setReachable(reachable: boolean): void;
  /** Cuts every connection, writes what is left, frees the port. Idempotent. */
  close(): Promise<void>;
}

const policyName = "provisioningserviceowner";
const practiceHubs = ["practice-hub-east.azure-devices.test", "practice-hub-west.azure-devices.test"];

/** A provisioning service of one's own on loopback: service and device API over TLS, with true cryptography and settable faults. */
export async function startPracticeDps(options: PracticeDpsOptions = {}): Promise<PracticeDps> {
  const saved = options.stateFile === undefined ? undefined : await readStateFile(options.stateFile);
  const identity = await usableIdentity(saved);
  const settings = {
    idScope: options.idScope ?? saved?.idScope ?? "0neTouchmark",
    policyKey: options.policyKey ?? saved?.policyKey ?? randomBytes(32).toString("base64"),
    hubs: [...(options.hubs ?? saved?.hubs ?? practiceHubs)],
  };
  const certificates = { ...saved?.certificates, ...options.certificates };
  const host = options.host ?? "127.0.0.1";
  const log = options.log ?? silentLog;
  let port = 0;
  const service: PracticeService = {
    ...settings,
    certificates: new Map(Object.entries(certificates)),
    store: new PracticeStore(saved),
    faults: new FaultPlan(),
    challenges: new TpmChallenges(),
    operations: new RunningOperations(),
    policyName,
    policyKey: Buffer.from(settings.policyKey, "base64"),
    hostNames: () => ["localhost", host].flatMap((name) => [name, `${name}:${port}`]),
    assignAfterMs: options.assignAfterMs ?? 200,
    retryAfterSeconds: options.retryAfterSeconds ?? 1,
  };
  const snapshot = (): SavedService => ({
    version: 1,
    ...settings,
    policyName,
    port,
    server: identity,
    enrollments: [...service.store.enrollments()],
    enrollmentGroups: [...service.store.groups()],
    certificates,
    registrations: [...service.store.registrations()],
  });
  const file = options.stateFile === undefined ? undefined : new StateFile(options.stateFile, snapshot);
  const save = async (): Promise<void> => file?.save();
  const listener = new Listener({ identity, service, save, log });
  port = await listenSomewhere(listener, options.port ?? 0, saved?.port, host);
  if ((options.port ?? 0) === 0 && saved?.port !== undefined && saved.port !== port) {
    log.warn({ port, lastPort: saved.port }, "practice service moved to another port; devices know the last one");
  }
  await save();
  let closed: Promise<void> | undefined;
  return {
    url: `https://${host}:${port}`,
    endpoint: `${host}:${port}`,
    idScope: settings.idScope,
    connectionString: `HostName=${host}:${port};SharedAccessKeyName=${policyName};SharedAccessKey=${settings.policyKey}`,
    caPem: identity.caPem,
    hubs: settings.hubs,
    faults: service.faults,
    setReachable: (reachable) => listener.setReachable(reachable),
    close: () => (closed ??= listener.close().then(save)),
  };
}

const monthMs = 30 * 24 * 60 * 60 * 1000;

async function usableIdentity(saved: SavedService | undefined): Promise<ServerIdentity> {
  if (saved === undefined) return makeServerIdentity();
  const endsAt = new X509Certificate(saved.server.certificatePem).validToDate.getTime();
  return endsAt - Date.now() > monthMs ? saved.server : makeServerIdentity();
}

/** The port asked for; else the one of last time, if it is still free; else any. */
async function listenSomewhere(
  listener: Listener,
  asked: number,
  last: number | undefined,
  host: string,
): Promise<number> {
  if (asked !== 0 || last === undefined) return listener.listen(asked, host);
  try {
    return await listener.listen(last, host);
  } catch {
    return listener.listen(0, host);
  }
}
