import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { setUpErrors } from "./station-errors.ts";

const ownerSchema = z.object({ pid: z.int().positive(), since: z.string(), bootId: z.string() });
type Owner = z.infer<typeof ownerSchema>;

/**
 * Makes this process the one owner of a data folder. A lock whose owner is dead, or from before the machine started, is
 * taken over. Throws `set-up.folder-in-use` naming the owner. Returns the way to give it back.
 */
export function lockDataFolder(root: string): () => void {
  const path = join(root, "station.lock");
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (tryCreate(path)) {
      return () => {
        if (readOwner(path)?.pid === process.pid) remove(path);
      };
    }
    const owner = readOwner(path);
    if (owner !== undefined && isAlive(owner)) {
      throw setUpErrors.folderInUse(`${root} belongs to process ${owner.pid} since ${owner.since}`);
    }
    remove(path);
  }
  throw setUpErrors.folder(`cannot lock ${root}`);
}

function tryCreate(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, "wx", 0o600);
  } catch (cause) {
    if (isCode(cause, "EEXIST")) return false;
    throw setUpErrors.folder(`cannot write ${path}`, cause);
  }
  const owner: Owner = { pid: process.pid, since: new Date().toISOString(), bootId: bootId() };
  writeSync(file, JSON.stringify(owner));
  closeSync(file);
  return true;
}

function readOwner(path: string): Owner | undefined {
  try {
    return ownerSchema.safeParse(JSON.parse(readFileSync(path, "utf8"))).data;
  } catch {
    return undefined;
  }
}

function isAlive(owner: Owner): boolean {
  if (owner.bootId !== bootId()) return false;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (cause) {
    return isCode(cause, "EPERM");
  }
}

/** After a power cut the old owner's pid may belong to somebody else; Linux names every start of the machine. */
function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch (cause) {
    if (!isCode(cause, "ENOENT")) throw setUpErrors.folder(`cannot remove ${path}`, cause);
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
