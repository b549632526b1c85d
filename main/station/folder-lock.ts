import { randomUUID } from "node:crypto";
import { constants, copyFileSync, linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { cannotWrite } from "./cannot-write.ts";
import { setUpErrors } from "./station-errors.ts";

const ownerSchema = z.object({
  pid: z.int().positive(),
  since: z.string(),
  bootId: z.string(),
  /** When the process started, in the system's own count; empty where the system does not tell. */
  started: z.string().default(""),
});
type Owner = z.infer<typeof ownerSchema>;

/** Held by this very process. */
const held = new Set<string>();

/**
 * Makes this process the one owner of a data folder. A lock whose owner is dead, or from before the machine started, is
 * taken over. Throws `set-up.folder-in-use` naming the owner. Returns the way to give it back.
 */
export function lockDataFolder(root: string): () => void {
  const path = resolve(root, "station.lock");
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (tryCreate(path)) {
      held.add(path);
      return () => {
        if (held.delete(path)) remove(path);
      };
    }
    const owner = readOwner(path);
    if (owner !== undefined && isAlive(owner, path)) {
      throw setUpErrors.folderInUse(`${root} belongs to process ${owner.pid} since ${owner.since}`);
    }
    takeAway(path);
  }
  throw setUpErrors.folder(`cannot lock ${root}`);
}

/** The lock appears with its owner in it or not at all: nobody ever sees an empty one and takes it for a dead one's. */
function tryCreate(path: string): boolean {
  const owner: Owner = {
    pid: process.pid,
    since: new Date().toISOString(),
    bootId: bootId(),
    started: startOf(process.pid),
  };
  const own = `${path}.${randomUUID()}`;
  try {
    writeFileSync(own, JSON.stringify(owner), { flag: "wx", mode: 0o600 });
    linkOrCopy(own, path);
    return true;
  } catch (cause) {
    if (isCode(cause, "EEXIST")) return false;
    throw cannotWrite(`cannot write ${path}`, cause);
  } finally {
    remove(own);
  }
}

/** Of two who find the same dead lock only one gets it; who finds a living one in his hands gives it back. */
function takeAway(path: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (cause) {
    if (isCode(cause, "ENOENT")) return;
    throw cannotWrite(`cannot remove ${path}`, cause);
  }
  const owner = readOwner(aside);
  try {
    if (owner !== undefined && isAlive(owner, path)) linkOrCopy(aside, path);
  } catch (cause) {
    if (!isCode(cause, "EEXIST")) throw cannotWrite(`cannot write ${path}`, cause);
  } finally {
    remove(aside);
  }
}

/** Throws EEXIST if the lock is there. A memory stick's file system knows no links; there the copy has to do. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (cause) {
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EISDIR"].some((code) => isCode(cause, code))) throw cause;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}

function readOwner(path: string): Owner | undefined {
  try {
    return ownerSchema.safeParse(JSON.parse(readFileSync(path, "utf8"))).data;
  } catch {
    return undefined;
  }
}

function isAlive(owner: Owner, path: string): boolean {
  if (owner.bootId !== bootId()) return false;
  // In a container the station has the same number at every start.
  if (owner.pid === process.pid) return held.has(path);
  try {
    process.kill(owner.pid, 0);
  } catch (cause) {
    if (!isCode(cause, "EPERM")) return false;
  }
  return owner.started === "" || owner.started === startOf(owner.pid);
}

/** After a power cut the old owner's pid may belong to somebody else; Linux names every start of the machine. */
function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}

/** A pid is given anew after its process died; with the moment of its start it is one process (proc_pid_stat(5), field 22). */
function startOf(pid: number): string {
  try {
    const text = readFileSync(join("/proc", String(pid), "stat"), "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch (cause) {
    if (!isCode(cause, "ENOENT")) throw cannotWrite(`cannot remove ${path}`, cause);
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
