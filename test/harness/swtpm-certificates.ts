import { spawnSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const hasSwtpmSetup = spawnSync("swtpm_setup", ["--help"]).error === undefined;

export interface SwtpmCertificates {
  /** Endorsement certificates as swtpm_localca made them (DER): RSA-2048 and EC P-384. */
  readonly endorsement: readonly Uint8Array[];
  /** PEM. */
  readonly root: Uint8Array;
  readonly issuer: Uint8Array;
}

/** Makes a TPM with a certificate authority of its own in `folder`, and gives back what it certified. */
export async function makeSwtpmCertificates(folder: string): Promise<SwtpmCertificates> {
  const ca = join(folder, "ca");
  const state = join(folder, "state");
  const certificates = join(folder, "certificates");
  for (const path of [ca, state, certificates]) await mkdir(path, { recursive: true });
  const localca = {
    statedir: ca,
    signingkey: `${ca}/signkey.pem`,
    issuercert: `${ca}/issuercert.pem`,
    certserial: `${ca}/certserial`,
  };
  await writeFile(join(folder, "localca.conf"), settings(localca));
  await writeFile(
    join(folder, "localca.options"),
    "--platform-manufacturer Fedora\n--platform-version 2.1\n--platform-model QEMU\n",
  );
  const setup = {
    create_certs_tool: "/usr/bin/swtpm_localca",
    create_certs_tool_config: join(folder, "localca.conf"),
    create_certs_tool_options: join(folder, "localca.options"),
    active_pcr_banks: "sha256",
  };
  await writeFile(join(folder, "setup.conf"), settings(setup));
  const args = ["--tpm2", "--tpm-state", state, "--createek", "--create-ek-cert", "--lock-nvram", "--overwrite"];
  const kept = ["--config", join(folder, "setup.conf"), "--write-ek-cert-files", certificates];
  const { status, stdout, stderr } = spawnSync("swtpm_setup", [...args, ...kept]);
  if (status !== 0) throw new Error(`swtpm_setup: ${stdout.toString()}${stderr.toString()}`);
  const names = ["ek-rsa2048.crt", "ek-secp384r1.crt"];
  return {
    endorsement: await Promise.all(names.map(async (name) => new Uint8Array(await readFile(join(certificates, name))))),
    root: await readFile(join(ca, "swtpm-localca-rootca-cert.pem")),
    issuer: await readFile(join(ca, "issuercert.pem")),
  };
}

const settings = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join("");
