import { closeSync, openSync } from "node:fs";
import { Emitter } from "../base/async/emitter.ts";
import { systemClock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { DpsClient } from "../dps/dps-client.ts";
import { GroupGuard } from "../enrollment/groups/group-guard.ts";
import { EnrollmentQueue } from "../enrollment/enrollment-queue.ts";
import { openTrustStore, type TrustStore } from "../pki/trust/trust-store.ts";
import type { Upgrade } from "../records/migrations/migrate.ts";
import { openRecords, type Records } from "../records/records.ts";
import type { Plant } from "../workflow/steps/step.ts";
import { clockSetAt } from "./clock-set-at.ts";
import { AuthorityStore } from "./authority-store.ts";
import { type DataFolder, openDataFolder } from "./data-folder.ts";
import { lockDataFolder } from "./folder-lock.ts";
import { checkAuthorityClock } from "./check-authority-clock.ts";
import { cannotWrite } from "./cannot-write.ts";
import { ManifestSigners } from "./manifest-signers.ts";
import { DeviceSecrets } from "./device-secrets.ts";
import { SecretStore } from "./secret-store.ts";
import { groupChecksFile } from "./group-checks-file.ts";
import { isOnThisMachine, ServiceStore } from "./service-store.ts";
import { shiftLengthMs } from "./shift-length.ts";
import { completeEntry, symmetricKeyCustody } from "./symmetric-keys.ts";

export interface WorkshopOptions {
  readonly root: string;
  readonly practice: boolean;
  readonly log: Log;
  /** Before records of an earlier version are brought to this one: a large file takes a minute. */
  readonly onUpgrade?: (() => void) | undefined;
}

/** Everything a station has but slots and a screen; what a command of the command line works with. */
export interface Workshop {
  readonly practice: boolean;
  readonly folder: DataFolder;
  readonly log: Log;
  readonly records: Records;
  readonly services: ServiceStore;
  readonly secrets: SecretStore;
  readonly authorities: AuthorityStore;
  readonly signers: ManifestSigners;
  readonly trust: TrustStore;
  readonly queue: EnrollmentQueue;
  readonly plant: Plant;
  /** Registration ids whose enrollment changed. */
  readonly enrollmentChanged: Emitter<string>;
  /** The queue's own state changed. */
  readonly queueChanged: Emitter<void>;
  /** Runs that were going on when the last owner of the folder died. */
  readonly interruptedRuns: number;
  /** Makes the queue know the services as they are set up now. */
  readonly connectServices: () => Promise<void>;
  /** Names of the services the queue can reach. */
  readonly connectedServices: () => readonly string[];
  /** Idempotent. */
  close(): Promise<void>;
}

/** Opens a data folder as its one owner and recovers what was cut off. The queue is not started yet. */
export async function openWorkshop({ root, practice, log, onUpgrade: tell }: WorkshopOptions): Promise<Workshop> {
  const folder = openDataFolder(root);
  const unlock = lockDataFolder(root);
  try {
    makeOwnerOnly(folder.database);
    const onUpgrade = (upgrade: Upgrade) => {
      log.info({ ...upgrade }, "records are brought to this version; wait");
      tell?.();
    };
    const records = await openRecords({ file: folder.database, practice, onUpgrade });
    return await assemble({ practice, folder, log, records, unlock }).catch(async (error: unknown) => {
      await records.close();
      throw error;
    });
  } catch (error) {
    unlock();
    throw error;
  }
}

/** SQLite makes files for everybody to read, and gives its journals the mode of the database. Throws `set-up.folder`, or what is the matter with its disk. */
export function makeOwnerOnly(path: string): void {
  try {
    closeSync(openSync(path, "a", 0o600));
  } catch (cause) {
    throw cannotWrite(`cannot write ${path}`, cause);
  }
}

/**
 * One that cannot be used is left out: its entries wait (`enrollment.no-service`), everything else goes on, and it can still be
 * removed and added again. In practice nothing outside this machine is ever connected, whatever lies in the folder.
 */
async function connect(
  { services, practice, log }: { readonly services: ServiceStore; readonly practice: boolean; readonly log: Log },
  name: string,
): Promise<DpsClient | undefined> {
  try {
    if (!practice || isOnThisMachine(await services.get(name))) return await services.client(name);
    log.warn({ service: name }, "practice does not use a service outside this machine");
  } catch (error) {
    log.warn({ error, service: name }, "a provisioning service cannot be used");
  }
  return undefined;
}

interface Parts {
  readonly practice: boolean;
  readonly folder: DataFolder;
  readonly log: Log;
  readonly records: Records;
  readonly unlock: () => void;
}

const groupGuard = (
  { folder, log }: Pick<Parts, "folder" | "log">,
  clients: ReadonlyMap<string, DpsClient>,
): GroupGuard =>
  new GroupGuard({
    serviceFor: (name) => clients.get(name),
    memory: groupChecksFile(folder.groupChecks),
    shiftMs: shiftLengthMs(),
    log,
  });

const authoritiesOf = (folder: DataFolder, records: Records, secrets: SecretStore): AuthorityStore =>
  new AuthorityStore(folder.authorities, secrets, () =>
    checkAuthorityClock({ records, clock: systemClock, clockSetAt: clockSetAt() }),
  );

/** What a run may ask of the house. */
function plantOf(
  stores: Pick<Workshop, "records" | "secrets" | "services" | "authorities" | "trust">,
  queue: EnrollmentQueue,
  guard: GroupGuard,
): Plant {
  const { records, authorities, trust, services } = stores;
  const deviceSecrets = new DeviceSecrets(stores.secrets);
  return {
    records,
    clock: systemClock,
    clockSetAt: clockSetAt(),
    authority: (name) => authorities.forDevices(name),
    trustedIssuers: (fingerprints) => trust.roots(fingerprints),
    secret: (name) => deviceSecrets.get(name),
    isPracticeService: (name) => services.isOnThisMachine(name),
    symmetricKeys: symmetricKeyCustody(stores),
    checkGroup: (service, group, expected, signal) => guard.check(service, group, expected, signal),
    wakeQueue: () => {
      queue.wake();
    },
    waitUntilSettled: (registrationId, options) => queue.waitUntilSettled(registrationId, options),
  };
}

async function assemble({ practice, folder, log, records, unlock }: Parts): Promise<Workshop> {
  const interruptedRuns = await records.runs.interruptAll();
  const secrets = new SecretStore(folder.secrets);
  const services = new ServiceStore(folder.services, secrets, log, folder.pace);
  const authorities = authoritiesOf(folder, records, secrets);
  const signers = new ManifestSigners({ folder: folder.signers, secrets, authorities, practice });
  const trust = openTrustStore(folder.trust);
  const clients = new Map<string, DpsClient>();
  const connectServices = async (): Promise<void> => {
    const names = await services.names();
    for (const name of clients.keys()) if (!names.includes(name)) clients.delete(name);
    for (const name of names) {
      const client = await connect({ services, practice, log }, name);
      if (client === undefined) clients.delete(name);
      else clients.set(name, client);
    }
  };
  const enrollmentChanged = new Emitter<string>();
  const queueChanged = new Emitter<void>();
  const keyParts = { records, secrets, services };
  const queue = new EnrollmentQueue({
    store: records.enrollments,
    changes: records.enrollmentChanges,
    serviceFor: (name) => clients.get(name),
    complete: (queued) => completeEntry(keyParts, queued),
    clock: systemClock,
    log,
    onChanged: (registrationId) => {
      enrollmentChanged.emit(registrationId);
    },
    onStatus: () => {
      queueChanged.emit();
    },
  });
  const plant = plantOf(
    { records, secrets, services, authorities, trust },
    queue,
    groupGuard({ folder, log }, clients),
  );
  await connectServices();
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    try {
      await queue.stop();
      services.close();
      await records.close();
    } finally {
      unlock();
    }
  };
  return {
    practice,
    folder,
    log,
    records,
    services,
    secrets,
    authorities,
    signers,
    trust,
    queue,
    plant,
    enrollmentChanged,
    queueChanged,
    interruptedRuns,
    connectServices,
    connectedServices: () => [...clients.keys()],
    close: () => (closing ??= close()),
  };
}
