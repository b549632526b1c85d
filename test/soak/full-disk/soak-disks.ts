import { crashKinds } from "../crashes/crash-units.ts";
import { type DiskReport, failDisk, fillDisk, ownDisk, ownFailingDisk } from "./bad-disks.ts";

export interface DiskSoakReport {
  readonly seconds: number;
  /** What could not be done here, and why. */
  readonly skipped: readonly string[];
  readonly disks: readonly Omit<DiskReport, "wrong">[];
  readonly wrong: readonly string[];
}

const failures = 30;

/** A disk that gets full at every single write of a station's start and of a unit's run, and one that fails at random moments, for each kind of identity. */
export async function soakDisks(seed: number, onProgress: (what: string) => void): Promise<DiskSoakReport> {
  const startedMs = performance.now();
  const disks: Omit<DiskReport, "wrong">[] = [];
  const all: string[] = [];
  const canFill = ownDisk() !== undefined;
  const canFail = ownFailingDisk();
  for (const kind of crashKinds) {
    const reports = [
      ...(canFill ? [await fillDisk({ kind, step: 1, offset: 0 })] : []),
      ...(canFail ? [await failDisk(kind, failures, seed)] : []),
    ];
    for (const { wrong, ...report } of reports) {
      disks.push(report);
      all.push(...wrong.map((what) => `${kind}: ${what}`));
      onProgress(JSON.stringify(report));
    }
  }
  const skipped = [
    ...(canFill ? [] : ["full disks: nobody may mount a file system here"]),
    ...(canFail ? [] : ["failing disks: nobody may make an ext4 fail here"]),
  ];
  return { seconds: Math.round((performance.now() - startedMs) / 1000), skipped, disks, wrong: all };
}
