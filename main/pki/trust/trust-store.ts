import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Mutex } from "../../base/async/mutex.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import { documentSigning } from "../authority/certificate-profiles.ts";
import { readCertificate } from "../certificate/read-certificate.ts";
import { describeCertificate } from "../describe-certificate.ts";
import { derToPem, readCertificateFile } from "../pem.ts";
import { pkiErrors } from "../pki-errors.ts";
import { readTrustFolder, type SkippedFile } from "./read-trust-folder.ts";

/** One certificate the plant trusts: to have issued endorsement certificates, or what the store is for. */
export interface TrustedRoot {
  /** SHA-256 of the DER, lower-case hexadecimal; also its file's name. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  /** ISO 8601, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly der: Uint8Array;
}

/** What the plant trusts; empty until somebody adds to it. */
export interface TrustStore {
  /** Takes one DER certificate or a PEM bundle, if all in it may be trusted here (else `pki.not-authority`, and none is taken). */
  add(pemOrDer: Uint8Array): Promise<readonly TrustedRoot[]>;
  /** Takes every CA certificate in a folder and those below it, and says what it left out. Throws `pki.bad-certificate`. */
  addFolder(folder: string): Promise<AddedFolder>;
  /** Sorted by subject. Throws `pki.damaged-trust` if a file is not the certificate its name says. */
  list(): Promise<readonly TrustedRoot[]>;
  /** With or without colons. Throws `pki.not-trusted`. */
  remove(fingerprint: string): Promise<void>;
  /**
   * DER, for `judgeEndorsementCertificate`: all, or those whose fingerprint begins with one of `chosen` (lower-case hexadecimal).
   * Throws `pki.not-trusted` if one of them chooses nothing, so that a forgotten root is not taken for an unknown maker.
   */
  roots(chosen?: readonly string[]): Promise<readonly Uint8Array[]>;
}

export interface AddedFolder {
  readonly roots: readonly TrustedRoot[];
  readonly skipped: readonly SkippedFile[];
}

const fileName = /^([0-9a-f]{64})\.pem$/;
const longestBundle = 4 * 1024 * 1024;
const mostCertificates = 1000;

/** authorities: CA certificates only · signers: also those of keys that sign documents. */
export type Trustworthy = "authorities" | "signers";

/** A folder with one PEM file per certificate, named by its fingerprint; made when the first one is added. */
export function openTrustStore(folder: string, takes: Trustworthy = "authorities"): TrustStore {
  const oneAtATime = new Mutex();
  let known: { readonly stamp: string; readonly roots: readonly TrustedRoot[] } | undefined;
  // Every unit asks, and a plant may trust a thousand: they are read again only when a file has changed.
  const list = async (): Promise<readonly TrustedRoot[]> => {
    const stamp = await stampOf(folder);
    if (known?.stamp !== stamp) known = { stamp, roots: await readStore(folder, takes) };
    return known.roots;
  };
  return {
    add: (pemOrDer) => oneAtATime.run(() => addAll({ folder, takes }, pemOrDer)),
    addFolder: (from) => oneAtATime.run(() => addFolder({ folder, takes }, from)),
    list,
    remove: (fingerprint) => oneAtATime.run(() => removeOne(folder, fingerprint)),
    roots: async (chosen) => chooseRoots(await list(), chosen).map(({ der }) => der),
  };
}

function chooseRoots(roots: readonly TrustedRoot[], chosen: readonly string[] | undefined): readonly TrustedRoot[] {
  if (chosen === undefined) return roots;
  const isChosen = ({ fingerprint }: TrustedRoot): boolean => chosen.some((start) => fingerprint.startsWith(start));
  const missing = chosen.filter((start) => !roots.some(({ fingerprint }) => fingerprint.startsWith(start)));
  if (missing.length > 0) throw pkiErrors.notTrusted(`the recipe trusts ${missing.join(", ")}, not in the trust store`);
  return roots.filter(isChosen);
}

interface Place {
  readonly folder: string;
  readonly takes: Trustworthy;
}

async function addAll({ folder, takes }: Place, pemOrDer: Uint8Array): Promise<readonly TrustedRoot[]> {
  if (pemOrDer.length > longestBundle) throw pkiErrors.badCertificate(`bundle of ${pemOrDer.length} bytes`);
  const certificates = readCertificateFile(pemOrDer);
  if (certificates.length === 0) throw pkiErrors.badCertificate("no certificate in the file");
  if (certificates.length > mostCertificates) throw pkiErrors.badCertificate(`${certificates.length} certificates`);
  const roots = certificates.map((der) => trustedRoot(der, takes));
  await keep(folder, roots);
  return roots;
}

async function addFolder({ folder, takes }: Place, from: string): Promise<AddedFolder> {
  const { files, skipped } = await readTrustFolder(from);
  const roots = new Map<string, TrustedRoot>();
  const left = [...skipped];
  for (const { file, certificates } of files) {
    for (const der of certificates) {
      const read = rootOrWhy(der, takes);
      if (typeof read === "string") left.push({ file, why: read });
      else roots.set(read.fingerprint, read);
    }
  }
  if (roots.size > mostCertificates) throw pkiErrors.badCertificate(`${roots.size} certificates`);
  await keep(folder, [...roots.values()]);
  return { roots: [...roots.values()], skipped: left };
}

function rootOrWhy(der: Uint8Array, takes: Trustworthy): TrustedRoot | string {
  try {
    return trustedRoot(der, takes);
  } catch (error) {
    if (isStationError(error)) return error.detail;
    throw error;
  }
}

async function keep(folder: string, roots: readonly TrustedRoot[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const root of roots) await writeWhole(join(folder, `${root.fingerprint}.pem`), derToPem(root.der));
}

function trustedRoot(der: Uint8Array, takes: Trustworthy): TrustedRoot {
  const { subject, issuer, notBefore, notAfter, sha256 } = describeCertificate(der);
  const { basicConstraints, keyUsage, extendedKeyUsage } = readCertificate(der);
  const isAuthority = basicConstraints?.ca === true && keyUsage?.keyCertSign !== false;
  if (!isAuthority && !(takes === "signers" && extendedKeyUsage?.includes(documentSigning) === true)) {
    throw pkiErrors.notAuthority(`${subject} is no CA certificate`);
  }
  return { fingerprint: sha256, subject, issuer, notBefore, notAfter, der };
}

async function readStore(folder: string, takes: Trustworthy): Promise<readonly TrustedRoot[]> {
  const names = (await namesIn(folder)).flatMap((name) => fileName.exec(name)?.[1] ?? []);
  const roots = await Promise.all(names.map((fingerprint) => readOne({ folder, takes }, fingerprint)));
  return roots.toSorted((a, b) => a.subject.localeCompare(b.subject) || a.fingerprint.localeCompare(b.fingerprint));
}

/** Names, sizes and times of the certificates' files. */
async function stampOf(folder: string): Promise<string> {
  const names = (await namesIn(folder)).filter((name) => fileName.test(name)).toSorted();
  const found = await Promise.all(
    names.map(async (name) => {
      const file = await stat(join(folder, name)).catch(() => undefined);
      return `${name} ${file?.size} ${file?.mtimeMs} ${file?.ctimeMs}`;
    }),
  );
  return found.join("\n");
}

async function readOne({ folder, takes }: Place, fingerprint: string): Promise<TrustedRoot> {
  const path = join(folder, `${fingerprint}.pem`);
  try {
    const { size } = await stat(path);
    if (size > longestBundle) throw new RangeError(`${size} bytes`);
    const [der] = readCertificateFile(await readFile(path));
    const root = trustedRoot(der ?? new Uint8Array(), takes);
    if (root.fingerprint !== fingerprint) throw new TypeError(`holds ${root.fingerprint}`);
    return root;
  } catch (cause) {
    throw pkiErrors.damagedTrust(`${fingerprint}.pem: ${cause instanceof Error ? cause.message : "unreadable"}`, cause);
  }
}

async function removeOne(folder: string, fingerprint: string): Promise<void> {
  const wanted = `${fingerprint.replaceAll(":", "").toLowerCase()}.pem`;
  if (!fileName.test(wanted) || !(await namesIn(folder)).includes(wanted)) {
    throw pkiErrors.notTrusted(`no certificate ${fingerprint.slice(0, 100)} in the trust store`);
  }
  await rm(join(folder, wanted));
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/** Under a passing name first, so that a power cut never leaves half a certificate under its real one. */
async function writeWhole(path: string, content: string): Promise<void> {
  const file = await open(`${path}.new`, "w", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
