import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

export interface CopiedFile {
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** Copies a file to where none is, owner only, on the disk when it resolves; tells what the bytes were that went by. */
export async function copyFile(from: string, to: string, signal?: AbortSignal): Promise<CopiedFile> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const digest = createHash("sha256");
  let size = 0;
  const count = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      digest.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  const target = createWriteStream(to, { flags: "wx", mode: 0o600, flush: true });
  await pipeline(createReadStream(from), count, target, { signal });
  return { size, sha256: digest.digest("hex") };
}

/** SHA-256 of a file, having it forced to the disk. */
export async function syncAndDigest(path: string): Promise<CopiedFile> {
  const handle = await open(path, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  return digestFile(path);
}

export async function digestFile(path: string): Promise<CopiedFile> {
  const digest = createHash("sha256");
  let size = 0;
  for await (const chunk of createReadStream(path)) {
    digest.update(chunk);
    size += chunk.length;
  }
  return { size, sha256: digest.digest("hex") };
}

/** A name just given is not there after a power cut until its folder is on the disk; Windows has no such call and no such need. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
