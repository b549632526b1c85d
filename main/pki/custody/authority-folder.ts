import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isStationError } from "../../base/errors/station-error.ts";
import { derToPem, readCertificateFile } from "../pem.ts";
import { pkiErrors } from "../pki-errors.ts";

/** What is on disk of one authority. The keys are encrypted already. */
export interface StoredAuthority {
  readonly pilot: boolean;
  /** Issuer first, root last. */
  readonly chain: readonly Uint8Array[];
  readonly keyPem: string;
  /** Only a pilot keeps its root's key, to sign a proof of possession for the provisioning service. */
  readonly rootKeyPem?: string | undefined;
}

const about = z.strictObject({ version: z.literal(1), name: z.string(), pilot: z.boolean() });
const namePattern = /^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/;
const longestFile = 1_048_576;

/** Throws `pki.bad-name` for a name that could lead out of the folder or differ between file systems. */
export function checkAuthorityName(name: string): void {
  if (!namePattern.test(name)) throw pkiErrors.badName(`authority name ${JSON.stringify(name.slice(0, 80))}`);
}

/** Writes `folder/name/` in one step: all files are there, or none. Throws `pki.name-taken`. */
export async function writeAuthority(folder: string, name: string, stored: StoredAuthority): Promise<void> {
  checkAuthorityName(name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (await exists(join(folder, name))) throw pkiErrors.nameTaken(`authority ${name} exists`);
  const draft = await mkdtemp(join(folder, ".new-"));
  try {
    const facts: z.infer<typeof about> = { version: 1, name, pilot: stored.pilot };
    await writeSafely(join(draft, "authority.json"), `${JSON.stringify(facts)}\n`);
    await writeSafely(join(draft, "chain.pem"), stored.chain.map((der) => derToPem(der)).join(""));
    await writeSafely(join(draft, "key.pem"), stored.keyPem);
    if (stored.rootKeyPem !== undefined) await writeSafely(join(draft, "root-key.pem"), stored.rootKeyPem);
    await rename(draft, join(folder, name));
    await syncFolder(folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (isCode(error, "ENOTEMPTY") || isCode(error, "EEXIST"))
      throw pkiErrors.nameTaken(`authority ${name} exists`, error);
    throw error;
  }
}

/** Throws `pki.no-authority` or `pki.damaged-authority`. */
export async function readAuthority(folder: string, name: string): Promise<StoredAuthority> {
  checkAuthorityName(name);
  const place = join(folder, name);
  if (!(await exists(join(place, "authority.json")))) throw pkiErrors.noAuthority(`no authority ${name}`);
  try {
    const facts = about.parse(JSON.parse((await readBounded(join(place, "authority.json"))).toString("utf8")));
    const chain = readCertificateFile(await readBounded(join(place, "chain.pem")));
    const keyPem = (await readBounded(join(place, "key.pem"))).toString("utf8");
    return { pilot: facts.pilot, chain, keyPem };
  } catch (error) {
    if (isStationError(error, "pki.damaged-authority")) throw error;
    throw pkiErrors.damagedAuthority(`authority ${name} cannot be read`, error);
  }
}

/** Names of the authorities in a folder, sorted; none if the folder does not exist. */
export async function authorityNames(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && namePattern.test(entry.name))
      .map(({ name }) => name)
      .toSorted();
  } catch (error) {
    if (isCode(error, "ENOENT")) return [];
    throw error;
  }
}

async function readBounded(path: string): Promise<Buffer> {
  const { size } = await stat(path);
  if (size > longestFile) throw pkiErrors.damagedAuthority(`${size} bytes in a file of an authority`);
  return readFile(path);
}

async function writeSafely(path: string, content: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows keeps the order by itself and opens no folders.
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
