import { open, rename, unlink } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { cannotWrite } from "./cannot-write.ts";

/**
 * Writes beside, syncs, renames: after a power cut the file is the old one or the new one, never half of either. Owner only.
 * Throws `set-up.folder`, or what is the matter with its disk.
 */
export async function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.new`;
  try {
    await writeSynced(temporary, content);
    await rename(temporary, path);
  } catch (cause) {
    await unlink(temporary).catch(() => undefined);
    throw cannotWrite(`cannot write ${path}`, cause);
  }
}

async function writeSynced(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
