import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isStationError } from "../../base/errors/station-error.ts";
import { derToPem, readCertificateFile } from "../pem.ts";
import { pkiErrors } from "../pki-errors.ts";
import { isPilotChain } from "./is-pilot-chain.ts";

/** Where a key is that is in no file: a PKCS #11 module (path), the token's label, the key's label or `id:` and its hexadecimal id. */
export type TokenKey = Readonly<z.infer<typeof tokenKey>>;

/** What is on disk of one authority. The keys are encrypted already. */
export interface StoredAuthority {
  readonly pilot: boolean;
  /** Issuer first, root last; empty while a request waits to be signed elsewhere. */
  readonly chain: readonly Uint8Array[];
  /** Left out where the key is in a token. */
  readonly keyPem?: string | undefined;
  readonly token?: TokenKey | undefined;
  /** Its key is kept and used elsewhere; only its certificates are here. */
  readonly elsewhere?: true | undefined;
  /** Only a pilot keeps its root's key, to sign a proof of possession for the provisioning service. */
  readonly rootKeyPem?: string | undefined;
}

const tokenKey = z.strictObject({
  module: z.string().min(1).max(4096),
  token: z.string().min(1).max(32),
  key: z.string().min(1).max(255),
});
const about = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  pilot: z.boolean(),
  token: tokenKey.optional(),
  elsewhere: z.literal(true).optional(),
});
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
    for (const [file, content] of Object.entries(filesOf(name, stored))) await writeSafely(join(draft, file), content);
    await rename(draft, join(folder, name));
    await syncFolder(folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (isCode(error, "ENOTEMPTY") || isCode(error, "EEXIST"))
      throw pkiErrors.nameTaken(`authority ${name} exists`, error);
    throw error;
  }
}

function filesOf(name: string, stored: StoredAuthority): Readonly<Record<string, string>> {
  const { pilot, token, elsewhere, keyPem, rootKeyPem, chain } = stored;
  const where = { ...(token !== undefined && { token }), ...(elsewhere === true && { elsewhere }) };
  const facts: z.infer<typeof about> = { version: 1, name, pilot, ...where };
  return {
    "authority.json": `${JSON.stringify(facts)}\n`,
    ...(chain.length === 0 ? {} : { "chain.pem": pemOf(chain) }),
    ...(keyPem === undefined ? {} : { "key.pem": keyPem }),
    ...(rootKeyPem === undefined ? {} : { "root-key.pem": rootKeyPem }),
  };
}

const pemOf = (chain: readonly Uint8Array[]): string => chain.map((der) => derToPem(der)).join("");

/** Gives an authority whose request was signed elsewhere its certificates. Throws `pki.name-taken` if it has some. */
export async function writeAuthorityChain(folder: string, name: string, chain: readonly Uint8Array[]): Promise<void> {
  const place = join(folder, name);
  if (await exists(join(place, "chain.pem"))) throw pkiErrors.nameTaken(`authority ${name} has its certificate`);
  const draft = join(place, `.chain-${randomUUID()}.new`);
  await writeSafely(draft, pemOf(chain));
  await rename(draft, join(place, "chain.pem"));
  await syncFolder(place);
}

/** Throws `pki.no-authority` or `pki.damaged-authority`. */
export async function readAuthority(folder: string, name: string): Promise<StoredAuthority> {
  checkAuthorityName(name);
  const place = join(folder, name);
  if (!(await exists(join(place, "authority.json")))) throw pkiErrors.noAuthority(`no authority ${name}`);
  try {
    const facts = about.parse(JSON.parse((await readBounded(join(place, "authority.json"))).toString("utf8")));
    const isCertified = await exists(join(place, "chain.pem"));
    const chain = isCertified ? readCertificateFile(await readBounded(join(place, "chain.pem"))) : [];
    const pilot = facts.pilot || isPilotChain(chain);
    if (facts.token !== undefined) return { pilot, chain, token: facts.token };
    if (facts.elsewhere === true) return { pilot, chain, elsewhere: true };
    const keyPem = (await readBounded(join(place, "key.pem"))).toString("utf8");
    return { pilot, chain, keyPem };
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
