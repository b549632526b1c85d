import { X509Certificate } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setUpErrors } from "../station-errors.ts";

/** What an instance of the provisioning service calls its certificates (the service's manual). */
const fileName = /^([A-Za-z0-9._-]{1,64})\.pem$/;
/** As many as an instance takes (published limits). */
const mostCertificates = 25;

/** CA certificates (PEM) by their names at the practice service: `NAME.pem` of a folder each. Throws `set-up.usage`, naming the file that is wrong. */
export async function readCaCertificates(folder: string): Promise<Readonly<Record<string, string>>> {
  const files = await readdir(folder).catch((cause: unknown) => {
    throw setUpErrors.usage(`cannot read ${folder}`, cause);
  });
  const names = files.flatMap((file) => fileName.exec(file)?.[1] ?? []).sort();
  if (names.length === 0 || names.length > mostCertificates)
    throw setUpErrors.usage(`${folder} must have 1 to ${mostCertificates} files NAME.pem, not ${names.length}`);
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readAuthority(join(folder, `${name}.pem`))] as const)),
  );
}

async function readAuthority(path: string): Promise<string> {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(await readFile(path));
  } catch (cause) {
    throw setUpErrors.usage(`${path} is no certificate (PEM)`, cause);
  }
  if (!certificate.ca) throw setUpErrors.usage(`${path} is not the certificate of a CA`);
  return certificate.toString();
}
