import { constants, type FileHandle, open } from "node:fs/promises";
import { baseErrors } from "../../../base/errors/base-errors.ts";
import { sleep } from "../../../base/async/sleep.ts";
import { LinkEnd } from "../../../link/link-end.ts";
import type { Link } from "../../../link/link.ts";
import { linkErrors } from "../../../link/link-errors.ts";

const pollMs = 40;
const writeWithinMs = 15_000;
const readBytes = 1024;

/**
 * A printer that the system shows as a file, as Linux does at /dev/usb/lp0. Never waited on inside the system: a printer without paper takes
 * nothing for hours, and a thread would be gone for as long. Throws `link.not-found`, `link.not-allowed`, `link.not-opened`.
 */
export async function openDeviceFile(path: string, signal: AbortSignal): Promise<Link> {
  if (signal.aborted) throw baseErrors.cancelled(`${path}: aborted before opening`);
  const file = await opened(path);
  const over = new AbortController();
  const link = new LinkEnd(
    path,
    {
      send: (bytes) => writeAll(file, bytes, over.signal),
      shut: async () => {
        over.abort();
        await reading;
        await file.close();
      },
    },
    () => writeWithinMs,
  );
  const reading = readOn(file, over.signal, (bytes) => link.received(bytes)).catch((cause: unknown) => {
    link.end(linkErrors.lost(`${path}: ${cause instanceof Error ? cause.message : "gone"}`, cause));
  });
  return link;
}

async function opened(path: string): Promise<FileHandle> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDWR | constants.O_NONBLOCK);
  } catch (cause) {
    if (hasCode(cause, "ENOENT", "ENXIO", "ENODEV")) throw linkErrors.notFound(`${path} is not there`, cause);
    if (hasCode(cause, "EACCES", "EPERM")) throw linkErrors.notAllowed(`${path}: no permission`, cause);
    throw linkErrors.notOpened(`${path}: ${cause instanceof Error ? cause.message : "not opened"}`, cause);
  }
  // A plain file would swallow labels for ever.
  if ((await file.stat()).isCharacterDevice()) return file;
  await file.close();
  throw linkErrors.badAddress(`${path} is no device`);
}

async function writeAll(file: FileHandle, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  let at = 0;
  while (at < bytes.length) {
    if (signal.aborted) throw baseErrors.cancelled("closed while writing");
    try {
      at += (await file.write(bytes, at)).bytesWritten;
    } catch (error) {
      if (!hasCode(error, "EAGAIN")) throw error;
      await sleep(pollMs, signal);
    }
  }
}

async function readOn(file: FileHandle, signal: AbortSignal, hear: (bytes: Uint8Array) => void): Promise<void> {
  while (!signal.aborted) {
    const { bytesRead, buffer } = await file
      .read(new Uint8Array(readBytes), 0, readBytes, null)
      .catch((error: unknown) => {
        if (hasCode(error, "EAGAIN")) return { bytesRead: 0, buffer: new Uint8Array() };
        throw error;
      });
    if (bytesRead > 0) hear(buffer.slice(0, bytesRead));
    else await sleep(pollMs, signal).catch(() => undefined);
  }
}

const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && "code" in error && typeof error.code === "string" && codes.includes(error.code);
