import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import type { CrashKind } from "../crashes/crash-units.ts";

export interface FillDiskOptions {
  readonly kind: CrashKind;
  /** Pages that are left free: from `offset` on in steps, until a unit passes at once. */
  readonly step: number;
  readonly offset: number;
}

const report = z.object({
  kind: z.string(),
  /** Stations that were started. */
  tried: z.int(),
  /** Left free when a unit passed at once. */
  pages: z.int(),
  /** What start and slots said, and how often. */
  codes: z.record(z.string(), z.int()),
  wrong: z.array(z.string()),
});
export type FullDiskReport = z.infer<typeof report>;

/** A mount namespace of its own: what is mounted in it is gone with its process. As root plainly, else as root of a user namespace. */
const namespaces = [
  ["--mount", "--propagation", "private"],
  ["--user", "--map-root-user", "--mount", "--propagation", "private"],
];

/** How to get a file system of one's own here; undefined where nobody may have one. */
export function ownDisk(): readonly string[] | undefined {
  const test = ["sh", "-c", 'd=$(mktemp -d) && mount -t tmpfs -o size=64k tmpfs "$d" && umount "$d" && rmdir "$d"'];
  return namespaces.find((words) => spawnSync("unshare", [...words, ...test]).status === 0);
}

/** Lets a station's disk get full at each of its writes in turn. Only where `ownDisk` gives a way. */
export async function fillDisk({ kind, step, offset }: FillDiskOptions): Promise<FullDiskReport> {
  const namespace = ownDisk();
  if (namespace === undefined) throw new Error("nobody may mount a file system here");
  const folder = mkdtempSync(join(tmpdir(), "touchmark-full-"));
  try {
    const program = join(import.meta.dirname, "full-disk-program.ts");
    const words = [...namespace, process.execPath, program, folder, kind, String(step), String(offset)];
    const { stdout } = await promisify(execFile)("unshare", words);
    return report.parse(JSON.parse(stdout));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
