import { randomBytes, X509Certificate } from "node:crypto";
import { type Log, silentLog } from "../../base/log.ts";
import { PracticeHubs } from "../hub/practice-hubs.ts";
import { MqttDoor } from "../mqtt/mqtt-door.ts";
import { WebSocketDoor } from "../mqtt/websocket-door.ts";
import { CallLog } from "./calls/call-log.ts";
import { makeServerIdentity, type ServerIdentity } from "./certificates/make-server-identity.ts";
import { RunningOperations } from "./device/running-operations.ts";
import { TpmChallenges } from "./device/tpm-challenges.ts";
import { Limits, type PracticeLimits } from "./faults/limits.ts";
import { practiceScenario, type PracticeScenarioInput } from "./faults/scenario.ts";
import { admitClient } from "./mqtt/admit-client.ts";
import type { PracticeService } from "./practice-service.ts";
import { Exchange } from "./server/exchange.ts";
import { FaultPlan } from "./server/fault-plan.ts";
import { Listener } from "./server/listener.ts";
import { mqttGate } from "./server/mqtt-listener.ts";
import type { SocketGate } from "./server/socket-gate.ts";
import { PracticeStore, type SavedService } from "./state/practice-store.ts";
import { readStateFile, StateFile } from "./state/state-file.ts";

export interface PracticeDpsOptions {
  /** 0 or left out: the port used last (with a state file), else any. */
  readonly port?: number | undefined;
  /** The same for MQTT over TLS. */
  readonly mqttPort?: number | undefined;
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
  readonly limits?: PracticeLimits | undefined;
  /** Whether a bearer token opens the service API, as Microsoft Entra's would; left out: none does. */
  readonly bearer?: ((token: string) => boolean) | undefined;
  readonly log?: Log | undefined;
}

export interface PracticeDps {
  readonly url: string;
  /** `host:port` for devices. */
  readonly endpoint: string;
  /** `host:port` for devices that speak MQTT. */
  readonly mqttEndpoint: string;
  readonly idScope: string;
  readonly connectionString: string;
  /** What a client must trust besides the platform's roots. */
  readonly caPem: string;
  readonly hubs: readonly string[];
  readonly faults: FaultPlan;
  readonly limits: Limits;
  readonly calls: CallLog;
  /** Everything it knows, to look at. */
  readonly store: Pick<PracticeStore, "enrollments" | "groups" | "registrations">;
  /** The devices of all hubs, their twins and who is connected. */
  readonly linkedHubs: PracticeHubs;
  /** How it misbehaves from now on; replaces the scenario there was. Throws a ZodError for one that is none. */
  useScenario(scenario: PracticeScenarioInput): void;
  setReachable(reachable: boolean): void;
  /** Settles when everything there is now is on the disk. */
  save(): Promise<void>;
  /** Cuts every connection, writes what is left, frees the port. Idempotent. */
  close(): Promise<void>;
}

const policyName = "provisioningserviceowner";
const practiceHubs = ["practice-hub-east.azure-devices.test", "practice-hub-west.azure-devices.test"];

/** A provisioning service of one's own on loopback: service and device API over TLS and MQTT, with true cryptography and settable faults. */
export async function startPracticeDps(options: PracticeDpsOptions = {}): Promise<PracticeDps> {
  const saved = options.stateFile === undefined ? undefined : await readStateFile(options.stateFile);
  const identity = await usableIdentity(saved);
  const settings = settingsOf(options, saved);
  const host = options.host ?? "127.0.0.1";
  const log = options.log ?? silentLog;
  const ports = { https: 0, mqtt: 0 };
  const service = makeService(options, settings, saved, () =>
    [host, "localhost"].flatMap((name) => [name, `${name}:${ports.https}`]),
  );
  const snapshot = (): SavedService => ({
    version: 1,
    ...settings,
    policyName,
    port: ports.https,
    mqttPort: ports.mqtt,
    server: identity,
    enrollments: [...service.store.enrollments()],
    enrollmentGroups: [...service.store.groups()],
    registrations: [...service.store.registrations()],
    hubDevices: [...service.linkedHubs.stored()],
  });
  const file = options.stateFile === undefined ? undefined : new StateFile(options.stateFile, snapshot);
  const save = async (): Promise<void> => file?.save();
  const doors = openDoors({ service, identity, save, log });
  ports.https = await listenSomewhere(doors.https, options.port ?? 0, saved?.port, host);
  ports.mqtt = await listenSomewhere(doors.mqtt, options.mqttPort ?? 0, saved?.mqttPort, host);
  if ((options.port ?? 0) === 0 && saved?.port !== undefined && saved.port !== ports.https) {
    log.warn(
      { port: ports.https, lastPort: saved.port },
      "practice service moved to another port; devices know the last one",
    );
  }
  await save();
  let closed: Promise<void> | undefined;
  return {
    url: `https://${host}:${ports.https}`,
    endpoint: `${host}:${ports.https}`,
    mqttEndpoint: `${host}:${ports.mqtt}`,
    idScope: settings.idScope,
    connectionString: `HostName=${host}:${ports.https};SharedAccessKeyName=${policyName};SharedAccessKey=${settings.policyKey}`,
    caPem: identity.caPem,
    hubs: settings.hubs,
    faults: service.faults,
    limits: service.limits,
    calls: service.calls,
    store: service.store,
    linkedHubs: service.linkedHubs,
    useScenario: (scenario) => useScenario(service, scenario),
    setReachable: (reachable) => {
      doors.https.setReachable(reachable);
      doors.mqtt.setReachable(reachable);
    },
    save,
    close: () => (closed ??= doors.close().then(save)),
  };
}

type Settings = Pick<SavedService, "idScope" | "policyKey" | "hubs" | "certificates">;

const settingsOf = (options: PracticeDpsOptions, saved: SavedService | undefined): Settings => ({
  idScope: options.idScope ?? saved?.idScope ?? "0neTouchmark",
  policyKey: options.policyKey ?? saved?.policyKey ?? randomBytes(32).toString("base64"),
  hubs: [...(options.hubs ?? saved?.hubs ?? practiceHubs)],
  certificates: { ...saved?.certificates, ...options.certificates },
});

function makeService(
  options: PracticeDpsOptions,
  settings: Settings,
  saved: SavedService | undefined,
  hostNames: () => readonly string[],
): PracticeService {
  return {
    idScope: settings.idScope,
    hubs: settings.hubs,
    certificates: new Map(Object.entries(settings.certificates)),
    linkedHubs: new PracticeHubs(saved?.hubDevices),
    store: new PracticeStore(saved),
    faults: new FaultPlan(),
    limits: new Limits(options.limits),
    calls: new CallLog(),
    challenges: new TpmChallenges(),
    operations: new RunningOperations(),
    policyName,
    policyKey: Buffer.from(settings.policyKey, "base64"),
    bearer: options.bearer ?? (() => false),
    hostNames,
    assignAfterMs: options.assignAfterMs ?? 200,
    retryAfterSeconds: options.retryAfterSeconds ?? 1,
  };
}

function useScenario(service: PracticeService, input: PracticeScenarioInput): void {
  const scenario = practiceScenario.parse(input);
  service.faults.use(scenario);
  if (scenario.limits !== undefined) service.limits.use(scenario.limits);
}

interface Doors {
  readonly https: SocketGate;
  readonly mqtt: SocketGate;
  close(): Promise<void>;
}

function openDoors({
  identity,
  ...parts
}: {
  readonly service: PracticeService;
  readonly identity: ServerIdentity;
  readonly save: () => Promise<void>;
  readonly log: Log;
}): Doors {
  const exchange = new Exchange(parts);
  const door = new MqttDoor(admitClient({ ...parts, exchange }), parts.log);
  const webSockets = new WebSocketDoor(door);
  const upgrade: WebSocketDoor["upgrade"] = (...request) => webSockets.upgrade(...request);
  const { gate: https } = new Listener({ identity, exchange, upgrade });
  const mqtt = mqttGate(identity, door);
  const close = async (): Promise<void> => {
    exchange.close();
    webSockets.close();
    await door.close();
    await Promise.all([https.close(), mqtt.close()]);
  };
  return { https, mqtt, close };
}

const monthMs = 30 * 24 * 60 * 60 * 1000;

async function usableIdentity(saved: SavedService | undefined): Promise<ServerIdentity> {
  if (saved === undefined) return makeServerIdentity();
  const endsAt = new X509Certificate(saved.server.certificatePem).validToDate.getTime();
  return endsAt - Date.now() > monthMs ? saved.server : makeServerIdentity();
}

/** The port asked for; else the one of last time, if it is still free; else any. */
async function listenSomewhere(
  gate: SocketGate,
  asked: number,
  last: number | undefined,
  host: string,
): Promise<number> {
  if (asked !== 0 || last === undefined) return gate.listen(asked, host);
  try {
    return await gate.listen(last, host);
  } catch {
    return gate.listen(0, host);
  }
}
