import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { derToPem } from "../../../main/pki/pem.ts";
import { checkCertificateRequest } from "../../../main/pki/requests/check-certificate-request.ts";
import { openRecords } from "../../../main/records/records.ts";
import { AuthorityStore } from "../../../main/station/authority-store.ts";
import { type ServedDevice, servePracticeDevice } from "../../../main/station/practice/serve-practice-device.ts";
import { SecretStore } from "../../../main/station/secret-store.ts";
import { type Bundle, bundleProgram } from "../../harness/bundle-program.ts";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { touchmark } from "../../harness/touchmark.ts";

const lot = "4711";
/** Where the first run of each unit is cut off; undefined: it is not. */
const moments = [
  "before:issue-certificate",
  "after:issue-certificate",
  "before:request-certificate",
  undefined,
] as const;

/** Killed between the request and its certificate, and while certificates are taken: one request, one certificate, one identity each. */
describe("a station killed around certificates signed elsewhere", () => {
  let plant: PlantSetUp;
  let provisionAndDie: Bundle;
  let takeAndDie: Bundle;
  let away: AuthorityStore;
  let recipe: string;
  let devices: readonly ServedDevice[] = [];
  const inPlant = (...words: readonly string[]) => touchmark(...words, "--data", plant.data);
  const die = async (program: Bundle, ...words: readonly string[]) => {
    const child = spawn(process.execPath, [program.file, plant.data, ...words], { stdio: "ignore" });
    const [, signal] = await once(child, "exit");
    return signal;
  };
  const serve = (serialNumber: string) =>
    servePracticeDevice({
      attestation: "x509",
      serialNumber,
      model: "SN-100",
      listen: "tcp:127.0.0.1:0",
      log: silentLog,
      onRegistered: () => undefined,
    });
  const provision = (index: number) =>
    inPlant("provision", "--recipe", recipe, "--port", devices[index]?.address ?? "", "--lot", lot);
  const requests = async () => {
    const records = await openRecords({ file: join(plant.data, "station.db"), practice: false });
    const found = await records.certificateRequests.list({ lot, limit: 100 });
    await records.close();
    return found;
  };

  beforeAll(async () => {
    plant = await setUpPlant();
    provisionAndDie = await bundleProgram("test/harness/provision-and-die.ts");
    takeAndDie = await bundleProgram("test/harness/take-and-die.ts");
    mkdirSync(plant.file("away/secrets"), { recursive: true });
    away = new AuthorityStore(plant.file("away/authorities"), new SecretStore(plant.file("away/secrets")));
    const about = { name: "line-ca", algorithm: "ec-p256", commonName: "Plant", validityDays: 7000 } as const;
    const { chain } = await away.createRoot(about);
    writeFileSync(plant.file("chain.pem"), chain.map((der) => derToPem(der)).join(""));
    expect((await inPlant("ca", "import-chain", "line-ca", plant.file("chain.pem"))).stderr).toBe("");
    recipe = plant.recipe({ attestation: "x509" });
    devices = await Promise.all(moments.map((_, index) => serve(`KO${index}`)));
  });

  afterAll(async () => {
    await Promise.all(devices.map((device) => device.close()));
    provisionAndDie?.remove();
    takeAndDie?.remove();
    await plant?.stop();
  });

  it("has one request of each unit, wherever its first run was cut off", async () => {
    for (const [index, moment] of moments.entries()) {
      const address = devices[index]?.address ?? "";
      if (moment !== undefined)
        expect(await die(provisionAndDie, recipe, address, lot, `at:${moment}`)).toBe("SIGKILL");
      expect((await provision(index)).result).toMatchObject({ code: "unit.awaiting-certificate" });
    }
    const waiting = await requests();
    expect(waiting.map(({ unit, state }) => [unit, state])).toEqual(
      moments.map((_, index) => [`KO${index}`, "awaiting"]),
    );
  });

  it("has one certificate of each, however often taking them was cut off", async () => {
    const authority = await away.get("line-ca");
    const signed = await Promise.all(
      (await requests()).map(async ({ request, registrationId: commonName, subject, validityDays }) => {
        const { publicKey } = await checkCertificateRequest(request, { commonName });
        return authority.issueDeviceCertificate({ publicKey, commonName, subject, validityDays });
      }),
    );
    const file = plant.file("signed.pem");
    writeFileSync(file, signed.map(({ certificate }) => derToPem(certificate)).join(""));
    for (const most of ["1", "2"]) await die(takeAndDie, file, most);
    expect((await inPlant("ca", "requests", "import", file)).code).toBe(0);
    expect((await requests()).map(({ state }) => state)).toEqual(moments.map(() => "fulfilled"));
  });

  it("passes every unit with it", async () => {
    for (const [index] of moments.entries())
      expect((await provision(index)).result).toMatchObject({ outcome: "pass", enrollment: "enrolled" });
    expect(await requests()).toHaveLength(moments.length);
    expect((await inPlant("records", "check")).code).toBe(0);
  });
});
