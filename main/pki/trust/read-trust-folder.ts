import { lstat, opendir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { isStationError } from "../../base/errors/station-error.ts";
import { readCertificateFile } from "../pem.ts";
import { pkiErrors } from "../pki-errors.ts";

/** A file of a folder with the certificates in it. */
export interface CertificateFile {
  /** Path inside the folder. */
  readonly file: string;
  readonly certificates: readonly Uint8Array[];
}

/** A file, or one certificate in it, that was left out. */
export interface SkippedFile {
  readonly file: string;
  readonly why: string;
}

export interface TrustFolder {
  readonly files: readonly CertificateFile[];
  readonly skipped: readonly SkippedFile[];
}

const mostFiles = 5000;
const deepest = 8;
const longestFile = 4 * 1024 * 1024;

/**
 * Reads every PEM and DER certificate in a folder and those below it, such as a collection of the makers' certificates; other files
 * are named and left out, links are not followed. Throws `pki.bad-certificate` for a folder that is too large or cannot be read.
 */
export async function readTrustFolder(folder: string): Promise<TrustFolder> {
  const files: CertificateFile[] = [];
  const skipped: SkippedFile[] = [];
  for (const path of await filesBelow(folder, 0)) {
    const file = relative(folder, path);
    const read = await readOne(path);
    if (typeof read === "string") skipped.push({ file, why: read });
    else files.push({ file, certificates: read });
  }
  return { files, skipped };
}

async function readOne(path: string): Promise<readonly Uint8Array[] | string> {
  try {
    const { size } = await lstat(path);
    if (size > longestFile) return `${size} bytes`;
    const certificates = readCertificateFile(await readFile(path));
    return certificates.length === 0 ? "no certificate in it" : certificates;
  } catch (error) {
    if (isStationError(error)) return error.detail;
    return error instanceof Error ? error.message : "unreadable";
  }
}

async function filesBelow(folder: string, depth: number): Promise<readonly string[]> {
  if (depth > deepest) throw pkiErrors.badCertificate(`folders more than ${deepest} deep`);
  const found: string[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      const path = join(folder, entry.name);
      if (entry.isFile()) found.push(path);
      else if (entry.isDirectory()) found.push(...(await filesBelow(path, depth + 1)));
      if (found.length > mostFiles) throw pkiErrors.badCertificate(`more than ${mostFiles} files in the folder`);
    }
  } catch (cause) {
    if (isStationError(cause)) throw cause;
    throw pkiErrors.badCertificate("the folder cannot be read", cause);
  }
  return found.toSorted();
}
