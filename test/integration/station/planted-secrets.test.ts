import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../../main/base/clock.ts";
import type { Log } from "../../../main/base/log.ts";
import type { ManifestFormatName } from "../../../main/manifest/write-manifest.ts";
import { makeBackup } from "../../../main/station/backup/make-backup.ts";
import { exportLotFile } from "../../../main/station/operations/export-lot-file.ts";
import { makeManifestSigner } from "../../../main/station/operations/make-manifest-signer.ts";
import { People } from "../../../main/station/operators/people.ts";
import { openWorkshop, type Workshop } from "../../../main/station/workshop.ts";
import { hasOpenssl, opensslMust } from "../../harness/openssl.ts";
import { sampleLot, samplePass, startRun } from "../../harness/sample-records.ts";
import { hasSofthsm, softToken, type SoftToken } from "../../harness/softhsm.ts";

const folder = mkdtempSync(join(tmpdir(), "touchmark-planted-"));
const at = (name: string): string => join(folder, name);
const formats: readonly ManifestFormatName[] = ["csv", "jsonl", "jws", "sealed"];

/** As it may be written: itself, in Base64, in hex. Words too short to be told from chance are longer here than they need to be. */
const spellings = (secret: Uint8Array | string): readonly Buffer[] => {
  const raw = Buffer.from(secret);
  return [
    raw,
    ...(["base64", "base64url", "hex"] as const).map((each) => Buffer.from(raw.toString(each).replaceAll("=", ""))),
  ];
};

const planted = {
  "shared access key": randomBytes(48).toString("base64"),
  "passphrase of an authority": "correct horse 4711 battery",
  "key of a unit": randomBytes(64),
  "key of a group": randomBytes(64).toString("base64"),
  PIN: "8364920175",
  badge: "BADGE-90125-77341",
};

const filesBelow = (root: string): readonly (readonly [name: string, bytes: Buffer])[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name))]);

function found(
  files: readonly (readonly [name: string, bytes: Buffer])[],
  secrets: Readonly<Record<string, Uint8Array | string>>,
) {
  return Object.entries(secrets).flatMap(([what, secret]) =>
    files.flatMap(([name, bytes]) =>
      spellings(secret).some((each) => bytes.includes(each)) ? [`${what} in ${name}`] : [],
    ),
  );
}

describe.skipIf(!hasOpenssl)("secrets given to a station", () => {
  let token: SoftToken | undefined;
  let authorityKey = new Uint8Array();
  const logged: string[] = [];
  const said = (fields: object, message: string): void => {
    logged.push(
      `${message} ${JSON.stringify(fields, (_, value: unknown) => (value instanceof Error ? `${value.stack} ${JSON.stringify(value)} ${String(value.cause)}` : value))}`,
    );
  };
  const log: Log = { debug: said, info: said, warn: said, error: said };

  beforeAll(async () => {
    const workshop = await openWorkshop({ root: at("data"), practice: false, log });
    try {
      await plant(workshop);
      await refuse(workshop);
      for (const format of formats) {
        const signal = new AbortController().signal;
        await exportLotFile(workshop, { lot: sampleLot.lot, format, out: at(`export.${format}`), signal });
      }
      await makeBackup({ root: at("data"), out: at("backup"), withKey: false });
    } finally {
      await workshop.close();
    }
  }, 120_000);
  afterAll(() => {
    token?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  async function plant({
    records,
    secrets,
    services,
    authorities,
    plant: { symmetricKeys },
    ...rest
  }: Workshop): Promise<void> {
    const keyOptions = [
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-keyout",
      at("given.key"),
      "-out",
      at("ca.pem"),
    ];
    const usage = ["-addext", "keyUsage=critical,keyCertSign,cRLSign", "-addext", "basicConstraints=critical,CA:TRUE"];
    opensslMust(["req", "-x509", ...keyOptions, "-noenc", "-days", "900", "-subj", "/CN=Line", ...usage]);
    const p12 = ["-inkey", at("given.key"), "-in", at("ca.pem"), "-out", at("ca.p12")];
    opensslMust(["pkcs12", "-export", ...p12, "-passout", `pass:${planted["passphrase of an authority"]}`]);
    authorityKey = opensslMust(["ec", "-in", at("given.key"), "-outform", "der", "-no_public"]).bytes.slice(7, 39);
    await authorities.import("line-ca", at("ca.p12"), planted["passphrase of an authority"]);
    await makeManifestSigner(
      { records, secrets, services, authorities, plant: { symmetricKeys }, ...rest } as Workshop,
      "line-ca",
    );
    const host = "HostName=plant.azure-devices-provisioning.net;SharedAccessKeyName=line";
    await services.add(
      { name: "plant-dps", idScope: "0ne00AB12CD" },
      `${host};SharedAccessKey=${planted["shared access key"]}`,
    );
    await secrets.put("line-7-key", planted["key of a group"]);
    const people = await People.start({
      station: () => "S",
      records,
      secrets,
      clock: systemClock,
      lockAfterMinutes: () => 10,
      onChange: () => undefined,
    });
    await people.add({ name: "Ann", role: "engineer", pin: planted.PIN });
    await people.signIn({ name: "Ann", pin: planted.PIN });
    await people.add({ name: "Bob", role: "operator", badge: planted.badge });
    people.close();
    await records.lots.open({ ...sampleLot, attestation: "symmetric-key" });
    const runId = await startRun(records, "GW1");
    const sealed = await symmetricKeys.seal("symmetric key of reg-gw1", planted["key of a unit"]);
    await records.symmetricKeys.intend({
      unit: "GW1",
      runId,
      registrationId: "reg-gw1",
      keySha256: "e".repeat(64),
      sealed,
    });
    const { enrollment, ...pass } = samplePass("GW1", runId, { attestation: "symmetric-key", endorsementKey: null });
    const entry = { registrationId: "reg-gw1", deviceId: "GW1", attestation: { type: "symmetricKey" } };
    await records.runs.pass({ ...pass, enrollment: enrollment === null ? null : { ...enrollment, entry } });
  }

  /** What goes wrong with a secret in hand is logged, and its error kept. */
  async function refuse({ authorities, services }: Workshop): Promise<void> {
    const wrong = async (task: Promise<unknown>): Promise<void> => {
      const error: unknown = await task.then(
        () => new Error("was not refused"),
        (reason: unknown) => reason,
      );
      expect(error).toHaveProperty("code");
      log.error({ error }, "refused");
    };
    await wrong(authorities.import("other-ca", at("ca.pem"), planted["passphrase of an authority"]));
    await wrong(
      services.add(
        { name: "other", idScope: "0ne00AB12CD" },
        `HostName=;SharedAccessKey=${planted["shared access key"]}`,
      ),
    );
    if (!hasSofthsm) return;
    token = softToken("planted");
    const place = { module: token.module, token: token.label, key: "none" };
    const certificates = [new Uint8Array(opensslMust(["x509", "-in", at("ca.pem"), "-outform", "der"]).bytes)];
    await wrong(authorities.attach("token-ca", place, { certificates, pin: token.pin }));
  }

  const all = () => ({
    ...planted,
    "key of the authority": authorityKey,
    ...(token === undefined ? {} : { "PIN of the token": token.pin }),
  });

  it("are found by the search where they are in clear", () => {
    const own = filesBelow(folder).filter(([name]) => name === "given.key");
    const der = opensslMust(["ec", "-in", at("given.key"), "-outform", "der"]).bytes;
    expect(own).toHaveLength(1);
    expect(found([["der", Buffer.from(der)]], all())).toEqual(["key of the authority in der"]);
    expect(found([["any", Buffer.from(`a ${planted.PIN} b`)]], all())).toEqual(["PIN in any"]);
  });

  it("are in clear in no file of the station: records, their log, secrets, authorities, settings", () => {
    const files = filesBelow(at("data"));
    expect(files.map(([name]) => name)).toEqual(expect.arrayContaining(["station.db", "station.key"]));
    expect(found(files, all())).toEqual([]);
  });

  it("are in no manifest of any format", () => {
    const files = formats.map((format) => [format, readFileSync(at(`export.${format}`))] as const);
    for (const [, bytes] of files) expect(bytes.length).toBeGreaterThan(100);
    const payloads = [...readFileSync(at("export.jws"), "utf8").matchAll(/"payload":"([^"]+)"/g)].map(
      ([, payload = ""]) => ["payload", Buffer.from(payload, "base64url")] as const,
    );
    expect(payloads).toHaveLength(1);
    expect(found([...files, ...payloads], all())).toEqual([]);
  });

  it("are in clear in no backup", () => {
    const files = filesBelow(at("backup"));
    expect(files.map(([name]) => name)).toContain("station.db");
    expect(found(files, all())).toEqual([]);
  });

  it("are in no line of the log and in no error", () => {
    expect(logged.length).toBeGreaterThan(1);
    writeFileSync(at("log"), logged.join("\n"));
    expect(found([["log", readFileSync(at("log"))]], all())).toEqual([]);
  });
});
