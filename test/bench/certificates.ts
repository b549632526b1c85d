import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../main/base/clock.ts";
import { type AuthorityInUse, authorityInUse } from "../../main/pki/custody/authority-in-use.ts";
import { privateSigningKey } from "../../main/pki/keys/private-signing-key.ts";
import { TokenSigningKey } from "../../main/pki/custody/pkcs11/token-signing-key.ts";
import { derToPem, readCertificateFile } from "../../main/pki/pem.ts";
import { hasOpenssl, opensslMust } from "../harness/openssl.ts";
import { hasSofthsm, softToken } from "../harness/softhsm.ts";
import { median, rounded } from "./statistics.ts";

/** Device certificates for P-256 keys by a P-256 authority, each for a key of its own, read back and judged as in a run. */
export interface CertificateTimes {
  readonly custody: "file" | "token";
  readonly perSecond: number;
  readonly opensslPerSecond: number;
  readonly ratio: number;
}

/** Issue 5: at least so many times what `openssl x509 -req` in a loop does. */
export const leastCertificateRatio = 20;

const keysPrepared = 400;
const roundsUsual = 5;
const opensslPerRound = 20;

/** undefined without OpenSSL; without SoftHSM only the file. Rounds of us and of OpenSSL take turns, so that both have the same neighbours. */
export async function measureCertificates(rounds = roundsUsual): Promise<readonly CertificateTimes[] | undefined> {
  if (!hasOpenssl) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "touchmark-certificates-"));
  const token = hasSofthsm ? softToken("bench") : undefined;
  try {
    const keys = Array.from({ length: keysPrepared }, newPublicKey);
    const file = fileAuthority(folder);
    const authorities: readonly (readonly ["file" | "token", AuthorityInUse])[] = [
      ["file", file],
      ...(token === undefined ? [] : ([["token", await tokenAuthority(folder, token)]] as const)),
    ];
    const results: CertificateTimes[] = [];
    for (const [custody, authority] of authorities)
      results.push(await measure(folder, { custody, authority, keys, rounds }));
    return results;
  } finally {
    token?.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Measured {
  readonly custody: "file" | "token";
  readonly authority: AuthorityInUse;
  readonly keys: readonly Uint8Array[];
  readonly rounds: number;
}

async function measure(folder: string, { custody, authority, keys, rounds }: Measured): Promise<CertificateTimes> {
  const ours: number[] = [];
  const others: number[] = [];
  // One round to warm up, not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const rates = [await issueAll(authority, keys), opensslLoop(folder)] as const;
    if (round === 0) continue;
    ours.push(rates[0]);
    others.push(rates[1]);
  }
  const perSecond = median(ours);
  const opensslPerSecond = median(others);
  return {
    custody,
    perSecond: rounded(perSecond),
    opensslPerSecond: rounded(opensslPerSecond),
    ratio: rounded(perSecond / opensslPerSecond),
  };
}

async function issueAll(authority: AuthorityInUse, keys: readonly Uint8Array[]): Promise<number> {
  const start = performance.now();
  for (const [index, publicKey] of keys.entries()) {
    await authority.issueDeviceCertificate({
      publicKey,
      commonName: `unit-${index}`,
      validityDays: 3650,
      subject: { O: "Works" },
    });
  }
  return (keys.length * 1000) / (performance.now() - start);
}

/** Started without a shell between, which is the quickest loop there is. */
function opensslLoop(folder: string): number {
  const at = (name: string): string => join(folder, name);
  const words = ["x509", "-req", "-in", at("unit.csr"), "-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-days", "3650"];
  const start = performance.now();
  for (let count = 0; count < opensslPerRound; count += 1) {
    const { status } = spawnSync("openssl", [...words, "-extfile", at("unit.ext"), "-out", at("unit.pem")]);
    if (status !== 0) throw new Error("openssl x509 -req failed");
  }
  return (opensslPerRound * 1000) / (performance.now() - start);
}

const newPublicKey = (): Uint8Array =>
  generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "der" });

function fileAuthority(folder: string): AuthorityInUse {
  const at = (name: string): string => join(folder, name);
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  writeFileSync(at("ca.key"), privateKey.export({ type: "pkcs8", format: "pem" }));
  const usage = ["-addext", "keyUsage=critical,keyCertSign,cRLSign"];
  opensslMust([
    "req",
    "-x509",
    "-new",
    "-key",
    at("ca.key"),
    "-days",
    "9000",
    "-subj",
    "/CN=Line",
    "-out",
    at("ca.pem"),
    ...usage,
  ]);
  opensslMust([
    "req",
    "-new",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-keyout",
    at("unit.key"),
    "-subj",
    "/O=Works/CN=unit-1",
    "-out",
    at("unit.csr"),
  ]);
  writeFileSync(
    at("unit.ext"),
    "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n",
  );
  const chain = readCertificateFile(readFileSync(at("ca.pem")));
  return authorityInUse({ name: "line", pilot: false, chain, clock: systemClock, key: privateSigningKey(privateKey) });
}

async function tokenAuthority(folder: string, token: ReturnType<typeof softToken>): Promise<AuthorityInUse> {
  const at = (name: string): string => join(folder, name);
  writeFileSync(at("token.pub"), derToPem(token.generate("EC:prime256v1", "line", "01"), "PUBLIC KEY"));
  writeFileSync(
    at("ca.ext"),
    "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n",
  );
  opensslMust([
    "x509",
    "-req",
    "-in",
    at("unit.csr"),
    "-force_pubkey",
    at("token.pub"),
    "-CA",
    at("ca.pem"),
    "-CAkey",
    at("ca.key"),
    "-days",
    "8000",
    "-extfile",
    at("ca.ext"),
    "-out",
    at("token.pem"),
  ]);
  const chain = [at("token.pem"), at("ca.pem")].flatMap((path) => readCertificateFile(readFileSync(path)));
  const place = { module: token.module, token: token.label, key: "line" };
  const key = new TokenSigningKey({ place, certificate: chain[0] ?? new Uint8Array() });
  await key.unlock({ pin: token.pin, typed: true });
  return authorityInUse({ name: "token", pilot: false, chain, clock: systemClock, key });
}
