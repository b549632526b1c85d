import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { serveTpm } from "../../../main/practice/virtual-tpm/serve-tpm.ts";
import type { TpmChannel } from "../../../main/tpm/tpm-channel.ts";
import { parts } from "../../set-up/parts.ts";

const run = promisify(execFile);

const needed = ["OpenSSL", "socat", "tpm2-tools"];

/** Names of the parts this needs that are not installed, libraries included. */
export const missingTools: readonly string[] = parts
  .filter(
    ({ name, commands, files }) =>
      needed.includes(name) &&
      !(commands.every((command) => spawnSync("which", [command]).status === 0) && (files?.some(existsSync) ?? true)),
  )
  .map(({ name }) => name);

export interface Tpm2Tools {
  /** Runs e.g. `tpm2("readpublic", "-c", "0x81010001")`; gives standard output, rejects with what it wrote to standard error. */
  tpm2(name: string, ...args: readonly string[]): Promise<string>;
  openssl(...args: readonly string[]): Promise<string>;
  read(name: string): Promise<Buffer>;
  write(name: string, contents: Uint8Array): Promise<void>;
  stop(): Promise<void>;
}

/** tpm2-tools on a TPM of ours, through socat and a TCP port; files go to a folder of their own. */
export async function openTpm2Tools(tpm: TpmChannel): Promise<Tpm2Tools> {
  const folder = await mkdtemp(join(tmpdir(), "touchmark-tpm2-"));
  const server = await serveTpm(tpm);
  const env = { ...process.env, TPM2TOOLS_TCTI: `cmd:socat - tcp:${server.host}:${server.port}` };
  const execute = async (command: string, args: readonly string[]): Promise<string> =>
    (await run(command, args, { cwd: folder, env, timeout: 60_000 })).stdout;
  return {
    tpm2: (name, ...args) => execute(`tpm2_${name}`, args),
    openssl: (...args) => execute("openssl", args),
    read: (name) => readFile(join(folder, name)),
    write: (name, contents) => writeFile(join(folder, name), contents),
    stop: async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
