import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DpsClient } from "../../main/dps/dps-client.ts";
import { openRecords } from "../../main/records/records.ts";
import { recordUnits, tpmEntryOf } from "../harness/recorded-units.ts";
import { openSdkService } from "../harness/sdk-service.ts";
import { countEntries, PracticeService } from "./practice-service.ts";
import { backlogOf, emptyQueue } from "./run-queue.ts";
import { rounded, timedMs } from "./statistics.ts";

export interface EnrollmentRate {
  readonly backlog: number;
  /** Of the queue: from its start until the records say that all are enrolled. */
  readonly queuePerSecond: number;
  /** Of Microsoft's service client: bulk calls of ten, one after the other. */
  readonly sdkPerSecond: number;
  readonly ratio: number;
  /** The bare service client of ours, as many calls at once as the queue makes: what the queue cannot be faster than. */
  readonly clientPerSecond: number;
  /** Processor time of the station an entry. */
  readonly cpuMs: number;
}

/** Issue 4: the queue is this much faster than Microsoft's client, at the least. */
export const leastRateRatio = 5;
/** Added to every answer, as a service far away would. */
export const latencyMs = 50;
const bulkSize = 10;

/** A backlog brought to a service 50 ms away, without a pace. */
export async function measureEnrollmentRate(backlog = 10_000, bySdk = 2_000): Promise<EnrollmentRate> {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-bench-rate-"));
  const service = await PracticeService.start();
  const client = service.client();
  try {
    await service.useScenario({ latencyMs });
    const sdkMs = await sendBySdk(service, names("sdk", bySdk));
    const clientMs = await sendByClient(client, names("client", bySdk));
    const file = join(folder, "records.sqlite");
    await recordUnits(file, backlogOf(backlog));
    const records = await openRecords({ file, practice: false });
    const before = process.cpuUsage();
    const queueMs = await timedMs(() => emptyQueue(records, client));
    const { user, system } = process.cpuUsage(before);
    await records.close();
    const entries = await countEntries(client);
    if (entries !== backlog + 2 * bySdk) throw new Error(`${entries} entries at the service`);
    const perSecond = (count: number, ms: number): number => rounded((count * 1000) / ms, 0);
    return {
      backlog,
      queuePerSecond: perSecond(backlog, queueMs),
      sdkPerSecond: perSecond(bySdk, sdkMs),
      ratio: rounded(backlog / queueMs / (bySdk / sdkMs), 2),
      clientPerSecond: perSecond(bySdk, clientMs),
      cpuMs: rounded((user + system) / 1000 / backlog, 2),
    };
  } finally {
    client.close();
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const names = (kind: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${kind}-${String(index).padStart(7, "0")}`);

const groupsOfTen = (ids: readonly string[]) =>
  Array.from({ length: Math.ceil(ids.length / bulkSize) }, (_, index) =>
    ids.slice(index * bulkSize, (index + 1) * bulkSize).map((id) => tpmEntryOf(id)),
  );

/** The promise form of its bulk call never settles, so the callback form. */
function sendBySdk({ ready }: PracticeService, ids: readonly string[]): Promise<number> {
  const sdk = openSdkService(ready);
  type Operation = Parameters<typeof sdk.runBulkEnrollmentOperation>[0];
  const groups = groupsOfTen(ids).map((enrollments) => ({ enrollments, mode: "create" }) as unknown as Operation);
  return timedMs(async () => {
    for (const group of groups) {
      await new Promise<void>((resolve, reject) => {
        sdk.runBulkEnrollmentOperation(group, (error) => (error ? reject(error) : resolve()));
      });
    }
  });
}

function sendByClient(client: DpsClient, ids: readonly string[]): Promise<number> {
  const groups = groupsOfTen(ids).values();
  return timedMs(() =>
    Promise.all(
      Array.from({ length: 8 }, async () => {
        for (const entries of groups) await client.bulkEnrollments("create", entries);
      }),
    ),
  );
}
