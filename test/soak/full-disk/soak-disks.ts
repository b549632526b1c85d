import { crashKinds } from "../crashes/crash-units.ts";
import { type FullDiskReport, fillDisk, ownDisk } from "./fill-disk.ts";

export interface DiskSoakReport {
  readonly seconds: number;
  /** Why nothing was done; null where it was. */
  readonly skipped: string | null;
  readonly disks: readonly Omit<FullDiskReport, "wrong">[];
  readonly wrong: readonly string[];
}

/** A disk that gets full at every single write of a station's start and of a unit's run, for each kind of identity. */
export async function soakDisks(onProgress: (what: string) => void): Promise<DiskSoakReport> {
  const startedMs = performance.now();
  if (ownDisk() === undefined)
    return { seconds: 0, skipped: "nobody may mount a file system here", disks: [], wrong: [] };
  const disks: Omit<FullDiskReport, "wrong">[] = [];
  const all: string[] = [];
  for (const kind of crashKinds) {
    const { wrong, ...report } = await fillDisk({ kind, step: 1, offset: 0 });
    disks.push(report);
    all.push(...wrong.map((what) => `${kind}: ${what}`));
    onProgress(JSON.stringify(report));
  }
  return { seconds: Math.round((performance.now() - startedMs) / 1000), skipped: null, disks, wrong: all };
}
