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
  pages: z.int().optional(),
  /** What start and slots said, and how often. */
  codes: z.record(z.string(), z.int()),
  wrong: z.array(z.string()),
});
export type DiskReport = z.infer<typeof report>;

/** A mount namespace of its own: what is mounted in it is gone with its process. As root plainly, else as root of a user namespace. */
const namespaceAsRoot = ["--mount", "--propagation", "private"];
const namespaces = [namespaceAsRoot, ["--user", "--map-root-user", ...namespaceAsRoot]];

/** How to get a file system of one's own here; undefined where nobody may have one. */
export function ownDisk(): readonly string[] | undefined {
  const test = ["sh", "-c", 'd=$(mktemp -d) && mount -t tmpfs -o size=64k tmpfs "$d" && umount "$d" && rmdir "$d"'];
  return namespaces.find((words) => spawnSync("unshare", [...words, ...test]).status === 0);
}

/** A file system that can be made to fail: a kernel's own ext4 in a file, as root. */
export function ownFailingDisk(): boolean {
  const test =
    'd=$(mktemp -d) && trap \'rm -rf "$d"\' EXIT && truncate -s 8M "$d/i" && mkfs.ext4 -q -F "$d/i" && mkdir "$d/m" && mount -o loop "$d/i" "$d/m" && test -w "/sys/fs/ext4/$(basename "$(findmnt -no SOURCE "$d/m")")/trigger_fs_error" && umount "$d/m" && python3 -c "import fcntl"';
  return spawnSync("unshare", [...namespaceAsRoot, "sh", "-c", test]).status === 0;
}

/** Lets a station's disk get full at each of its writes in turn. Only where `ownDisk` gives a way. */
export function fillDisk({ kind, step, offset }: FillDiskOptions): Promise<DiskReport> {
  const namespace = ownDisk();
  if (namespace === undefined) throw new Error("nobody may mount a file system here");
  return inNamespace(namespace, "full-disk-program.ts", [kind, String(step), String(offset)]);
}

/** Lets a station's disk get read-only, or lose its power, at random moments. Only with an `ownFailingDisk`. */
export const failDisk = (kind: CrashKind, times: number, seed: number): Promise<DiskReport> =>
  inNamespace(namespaceAsRoot, "failing-disk-program.ts", [kind, String(times), String(seed)]);

async function inNamespace(
  namespace: readonly string[],
  program: string,
  options: readonly string[],
): Promise<DiskReport> {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-disk-"));
  try {
    const words = [...namespace, process.execPath, join(import.meta.dirname, program), folder, ...options];
    const { stdout } = await promisify(execFile)("unshare", words);
    return report.parse(JSON.parse(stdout));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
