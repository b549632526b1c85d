import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface Swtpm {
  /** Raw TPM bytes over TCP on 127.0.0.1. One client at a time: close yours before `tpm2`. */
  readonly port: number;
  /** Control channel; always `port` + 1, as the tools expect. */
  readonly ctrlPort: number;
  readonly folder: string;
  /** The certificate authority of the EK certificate. */
  readonly rootPem: string;
  readonly issuerPem: string;
  /** Runs a tpm2-tools command, e.g. `tpm2(["readpublic", "-c", "0x81010001"])`, in `folder`; gives its standard output. */
  tpm2(args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

export interface SwtpmOptions {
  /** Flags of the server; without `startup-clear` the first client has to send Startup. */
  readonly flags?: string;
}

/** True if swtpm, swtpm_setup and tpm2-tools are installed. */
export function swtpmAvailable(): boolean {
  return ["swtpm", "swtpm_setup", "tpm2_getrandom"].every((name) => spawnSync("which", [name]).status === 0);
}

/** A fresh TPM with keys, certificates and a certificate authority of its own, in a folder of its own. */
export async function startSwtpm(options: SwtpmOptions = {}): Promise<Swtpm> {
  const folder = await mkdtemp(join(tmpdir(), "touchmark-swtpm-"));
  try {
    await manufacture(folder);
    const { server, port } = await serve(folder, options.flags ?? "not-need-init,startup-clear");
    const tpm2 = async (args: readonly string[]): Promise<string> => {
      const [name = "", ...rest] = args;
      const env = { ...process.env, TPM2TOOLS_TCTI: `swtpm:host=127.0.0.1,port=${port}` };
      const command = name.startsWith("tpm2_") ? name : `tpm2_${name}`;
      return (await run(command, rest, { cwd: folder, env, timeout: 60_000 })).stdout;
    };
    const stop = async (): Promise<void> => {
      await end(server);
      await rm(folder, { recursive: true, force: true });
    };
    const pem = (name: string): Promise<string> => readFile(join(folder, "ca", name), "utf8");
    const rootPem = await pem("swtpm-localca-rootca-cert.pem");
    return { port, ctrlPort: port + 1, folder, rootPem, issuerPem: await pem("issuercert.pem"), tpm2, stop };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Makes the TPM's state: both EKs, their certificates, and the authority that signs them. */
async function manufacture(folder: string): Promise<void> {
  const files = {
    "localca.conf": [
      `statedir = ${folder}/ca`,
      `signingkey = ${folder}/ca/signkey.pem`,
      `issuercert = ${folder}/ca/issuercert.pem`,
      `certserial = ${folder}/ca/certserial`,
    ],
    "localca.options": ["--platform-manufacturer Fedora", "--platform-version 2.1", "--platform-model QEMU"],
    "setup.conf": [
      "create_certs_tool = /usr/bin/swtpm_localca",
      `create_certs_tool_config = ${folder}/localca.conf`,
      `create_certs_tool_options = ${folder}/localca.options`,
      "active_pcr_banks = sha256",
    ],
  };
  for (const [name, lines] of Object.entries(files)) await writeFile(join(folder, name), `${lines.join("\n")}\n`);
  await run("mkdir", ["-p", join(folder, "ca"), join(folder, "state")]);
  const what = ["--createek", "--create-ek-cert", "--create-platform-cert", "--lock-nvram", "--overwrite"];
  const where = ["--tpm-state", join(folder, "state"), "--config", join(folder, "setup.conf")];
  await run("swtpm_setup", ["--tpm2", ...where, ...what], { timeout: 60_000 });
}

async function serve(folder: string, flags: string): Promise<{ server: ChildProcess; port: number }> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const port = await freePort();
    const tcp = (at: number): string => `type=tcp,port=${at},bindaddr=127.0.0.1`;
    const state = ["--tpmstate", `dir=${join(folder, "state")}`];
    const ports = ["--server", tcp(port), "--ctrl", tcp(port + 1)];
    const server = spawn("swtpm", ["socket", "--tpm2", ...state, ...ports, "--flags", flags], { stdio: "ignore" });
    process.once("exit", () => server.kill("SIGKILL"));
    if (await answers(server, port)) return { server, port };
    await end(server);
  }
  throw new Error("swtpm found no free pair of ports");
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

async function answers(server: ChildProcess, port: number): Promise<boolean> {
  for (let waited = 0; waited < 5000 && server.exitCode === null; waited += 20) {
    const socket = connect({ host: "127.0.0.1", port });
    const connected = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    await delay(20);
    // One that found its control port taken listens for a moment too, and is gone by now.
    if (connected && server.exitCode === null) return true;
  }
  return false;
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill("SIGKILL");
  await once(server, "exit");
}
