import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ByteWriter } from "../../main/base/bytes/byte-writer.ts";
import { openSession } from "../../main/device/open-session.ts";
import { openLink } from "../../main/link/open-link.ts";
import { makeCredential, type MadeCredential } from "../../main/tpm/credential/make-credential.ts";
import { objectName } from "../../main/tpm/credential/object-name.ts";
import { proveEndorsementKey } from "../../main/tpm/endorsement-key/prove-endorsement-key.ts";
import { readEndorsementKey } from "../../main/tpm/endorsement-key/read-endorsement-key.ts";
import { TPM_ALG } from "../../main/tpm/spec/tpm-alg.ts";
import { decodeTpm2bPublic } from "../../main/tpm/structures/tpm2b-public.ts";
import { connectTpm } from "../../main/tpm/tpm.ts";
import { ptyTo, socatAvailable } from "../harness/pty-pair.ts";
import { startSwtpm, swtpmAvailable } from "../harness/swtpm.ts";
import { BareConsole } from "./bare-console.ts";
import { median, rounded, timedMs } from "./statistics.ts";

export interface ConsoleTimes {
  readonly rounds: number;
  /** From the log-in prompt to the log-out: endorsement key read and proven, key made, certified and used. */
  readonly driverMs: number;
  readonly bareMs: number;
  readonly ratio: number;
}

/** Issue 3: the console driver takes no longer than this times a bare script. */
export const mostConsoleRatio = 1.2;

const getty = join(import.meta.dirname, "../harness/getty-stand-in.sh");
const login = { user: "installer", password: "Tr0ub4dor-and-3" };
const chainBytes = 1800;

interface Bench {
  readonly port: string;
  readonly tcti: string;
  readonly folder: string;
}

/** Both on the same PTY with the same shell behind the same log-in, in turns. `undefined` where a part is missing. */
export async function measureConsole(rounds = 5): Promise<ConsoleTimes | undefined> {
  if (!socatAvailable() || !swtpmAvailable() || spawnSync("which", ["tpm2_send", "openssl", "bash"]).status !== 0)
    return undefined;
  const folder = mkdtempSync(join(tmpdir(), "touchmark-bench-console-"));
  const swtpm = await startSwtpm();
  const pty = await ptyTo(`exec:'${getty} ${login.user} ${login.password} bash -i',pty,setsid,ctty,stderr`);
  const bench = { port: pty.path, tcti: `swtpm:host=127.0.0.1,port=${swtpm.port}`, folder };
  try {
    const driver: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const took = [await timedMs(() => byDriver(bench, round)), await timedMs(() => byScript(bench, round))] as const;
      if (round === 0) continue;
      driver.push(took[0]);
      bare.push(took[1]);
    }
    const [driverMs, bareMs] = [median(driver), median(bare)];
    return { rounds, driverMs: rounded(driverMs), bareMs: rounded(bareMs), ratio: rounded(driverMs / bareMs, 2) };
  } finally {
    await pty.stop();
    await swtpm.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function byDriver({ port, tcti, folder }: Bench, round: number): Promise<void> {
  const at = (name: string): string => join(folder, `driver-${round}-${name}`);
  const link = await openLink(port, { baudRate: 115_200 });
  const settings = { login, tpm: { tcti }, keyFolder: at("keys"), certificate: { path: at("chain.pem") } };
  const session = openSession("console", link, { console: settings });
  try {
    if (session.tpm === undefined) throw new Error("no TPM");
    const tpm = await connectTpm(session.tpm);
    await proveEndorsementKey(tpm, await readEndorsementKey(tpm));
    await session.keys?.generate("ec-p256");
    await session.keys?.certificateRequest("gw-1");
    await session.certificates?.write([randomBytes(chainBytes)]);
    await session.certificates?.read();
    await session.keys?.sign(randomBytes(32));
  } finally {
    await session.close();
  }
}

async function byScript({ port, tcti, folder }: Bench, round: number): Promise<void> {
  const console = new BareConsole(await openLink(port, { baudRate: 115_200 }));
  await console.logIn(login.user, login.password);
  await console.run(`export TPM2TOOLS_TCTI=${tcti}; mkdir ${folder}/bare-${round}; cd ${folder}/bare-${round}`);
  await proveByTools(console);
  await console.run("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key 2>/dev/null && sync key");
  await console.bytes("openssl pkey -in key -pubout -outform DER");
  await console.bytes("openssl req -new -sha256 -key key -subj /CN=gw-1 -outform DER");
  await console.put(randomBytes(chainBytes), "chain.pem");
  await console.run("sync chain.pem");
  await console.bytes("cat chain.pem");
  await console.put(randomBytes(32), "nonce");
  await console.bytes("openssl dgst -sha256 -sign key nonce");
  await console.close();
}

async function proveByTools(console: BareConsole): Promise<void> {
  for (const what of ["properties-fixed", "properties-variable", "handles-nv-index"])
    await console.run(`tpm2_getcap ${what}`);
  await console.run("tpm2_nvreadpublic 0x1c00002");
  await console.bytes("tpm2_nvread 0x1c00002");
  await console.run("tpm2_readpublic -Q -c 0x81010001 -o ek.pub");
  const key = decodeTpm2bPublic(await console.bytes("cat ek.pub"));
  await console.run("tpm2_createprimary -Q -C o -c srk.ctx -o srk.pub && tpm2_flushcontext -t");
  const activation = decodeTpm2bPublic(await console.bytes("cat srk.pub"));
  const secret = randomBytes(32);
  if (key.type !== TPM_ALG.RSA) throw new Error("an RSA endorsement key");
  const credential = makeCredential(key, objectName(activation), secret);
  await console.put(toolsCredential(credential), "credential");
  await console.run("tpm2_startauthsession -Q --policy-session -S session && tpm2_policysecret -Q -S session -c e");
  const opened = await console.bytes(
    "tpm2_activatecredential -Q -c srk.ctx -C 0x81010001 -i credential -o opened -P session:session && cat opened",
  );
  if (Buffer.compare(opened, secret) !== 0) throw new Error("another secret came back");
  await console.run("tpm2_flushcontext session; tpm2_flushcontext -t");
}

/** As tpm2_makecredential writes it to a file: a magic number and a version before the two structures. */
const toolsCredential = ({ credentialBlob, secret }: MadeCredential): Uint8Array =>
  new ByteWriter().u32(0xbadcc0de).u32(1).sized(credentialBlob).sized(secret).finish();
