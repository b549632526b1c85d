import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const modulePath = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"].find(
  (path) => existsSync(path),
);
const has = (command: string): boolean => spawnSync(command, ["--help"]).error === undefined;

/** SoftHSM and OpenSC's tool, which makes keys in it. */
export const hasSofthsm = modulePath !== undefined && has("softhsm2-util") && has("pkcs11-tool");

export interface SoftToken {
  readonly module: string;
  readonly label: string;
  readonly pin: string;
  /** What a process needs in its environment to see the token. */
  readonly env: Readonly<Record<string, string>>;
  /** A key pair in the token; gives its SubjectPublicKeyInfo, DER. */
  generate(type: "EC:prime256v1" | "EC:secp384r1" | "rsa:2048" | "rsa:3072", label: string, id: string): Uint8Array;
  tool(...words: readonly string[]): string;
  remove(): void;
}

/** A token of its own in a folder of its own; this process sees it from now on, if it has not loaded the module before. */
export function softToken(label = "line"): SoftToken {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-hsm-"));
  const [pin, securityOfficer] = ["482913", "95173582"];
  mkdirSync(join(folder, "tokens"));
  const config = join(folder, "softhsm2.conf");
  writeFileSync(
    config,
    `directories.tokendir = ${join(folder, "tokens")}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  );
  const env = { SOFTHSM2_CONF: config };
  process.env["SOFTHSM2_CONF"] = config;
  const module = modulePath ?? "";
  const tool = (...words: readonly string[]): string =>
    run("pkcs11-tool", ["--module", module, "--token-label", label, "--login", "--pin", pin, ...words], env).toString(
      "utf8",
    );
  const publicKey = (from: readonly string[]): Uint8Array =>
    new Uint8Array(run("openssl", ["pkey", ...from, "-pubout", "-outform", "der"], env));
  const bring = (keyLabel: string, id: string): Uint8Array => {
    const file = join(folder, `${id}.pem`);
    run("openssl", ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384", "-out", file], env);
    run("softhsm2-util", ["--import", file, "--token", label, "--label", keyLabel, "--id", id, "--pin", pin], env);
    return publicKey(["-in", file]);
  };
  run("softhsm2-util", ["--init-token", "--free", "--label", label, "--pin", pin, "--so-pin", securityOfficer], env);
  return {
    module,
    label,
    pin,
    env,
    tool,
    generate(type, keyLabel, id) {
      // OpenSC cannot read a P-384 public key out of SoftHSM; that key is made by OpenSSL and put in.
      if (type === "EC:secp384r1") return bring(keyLabel, id);
      tool("--keypairgen", "--key-type", type, "--label", keyLabel, "--id", id, "--usage-sign");
      const out = join(folder, `${id}.der`);
      tool("--read-object", "--type", "pubkey", "--id", id, "-o", out);
      return publicKey(["-pubin", "-inform", "der", "-in", out]);
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function run(command: string, words: readonly string[], env: Readonly<Record<string, string>>): Buffer {
  const { status, stdout, stderr } = spawnSync(command, words, { env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${command} ${words.join(" ")}: ${stderr.toString()}${stdout.toString()}`);
  return stdout;
}
