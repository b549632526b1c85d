import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { type ServedDevice, servePracticeDevice } from "../../../main/station/practice/serve-practice-device.ts";
import { hasOpenssl, openssl, opensslMust } from "../../harness/openssl.ts";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { touchmark } from "../../harness/touchmark.ts";

const lot = "OFFLINE-1";
const units = ["SN100000201", "SN100000202", "SN100000203"] as const;

let plant: PlantSetUp;
let recipe: string;
let devices: readonly ServedDevice[] = [];
const inPlant = (...words: readonly string[]) => touchmark(...words, "--data", plant.data);
const provision = (device: ServedDevice | undefined) =>
  inPlant("provision", "--recipe", recipe, "--port", device?.address ?? "", "--lot", lot);
const serve = (serialNumber: string) =>
  servePracticeDevice({
    attestation: "x509",
    serialNumber,
    listen: "tcp:127.0.0.1:0",
    log: silentLog,
    onRegistered: () => undefined,
  });
const path = (name: string): string => plant.file(name);

/** OpenSSL by its words; no path here has a space. */
const ssl = (words: string) => opensslMust(words.split(" "));

/** The plant's authority, made by OpenSSL; its keys never come near the station. */
function makeAuthority(): void {
  ssl(
    `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-384 -noenc -keyout ${path("root.key")} -out ${path("root.pem")} -subj /O=Example/CN=Root -addext keyUsage=critical,keyCertSign,cRLSign -days 7300`,
  );
  ssl(
    `req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout ${path("line.key")} -out ${path("line.csr")} -subj /O=Example/CN=Line-1`,
  );
  writeFileSync(
    path("line.cnf"),
    "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n",
  );
  ssl(
    `x509 -req -in ${path("line.csr")} -CA ${path("root.pem")} -CAkey ${path("root.key")} -out ${path("line.pem")} -extfile ${path("line.cnf")} -days 7300`,
  );
  writeFileSync(path("chain.pem"), readFileSync(path("line.pem"), "utf8") + readFileSync(path("root.pem"), "utf8"));
  ssl(
    `req -x509 -newkey rsa:2048 -noenc -keyout ${path("other.key")} -out ${path("other.pem")} -subj /CN=Other -addext keyUsage=critical,keyCertSign,cRLSign -days 7300`,
  );
}

/** One request, as a loop of `openssl x509 -req` does it, with the first number of somebody who counts. */
const signOne = (csr: string, out: string, by = "line") =>
  ssl(
    `x509 -req -in ${csr} -CA ${path(`${by}.pem`)} -CAkey ${path(`${by}.key`)} -set_serial 1 -out ${out} -days 3650 -extfile ${path("requests/device.cnf")} -extensions device`,
  );

/** All requests of a folder at once, by the small authority in OpenSSL, a file each. */
function signAll(folder: string): readonly string[] {
  const home = path("openssl-ca");
  mkdirSync(join(home, "new"), { recursive: true });
  writeFileSync(join(home, "index.txt"), "");
  const config = `[ca]\ndefault_ca=line\n[line]\ndatabase=${home}/index.txt\nnew_certs_dir=${home}/new\nrand_serial=yes
certificate=${path("line.pem")}\nprivate_key=${path("line.key")}\ndefault_md=sha256\ndefault_days=3650\npolicy=any
unique_subject=no\n[any]\ncommonName=supplied\n`;
  writeFileSync(join(home, "ca.cnf"), config);
  const requests = readdirSync(folder).filter((name) => name.endsWith(".csr"));
  ssl(
    `ca -batch -config ${join(home, "ca.cnf")} -extfile ${join(folder, "device.cnf")} -extensions device -notext -infiles ${requests.map((name) => join(folder, name)).join(" ")}`,
  );
  return readdirSync(join(home, "new")).map((name) => join(home, "new", name));
}

beforeAll(async () => {
  if (!hasOpenssl) return;
  plant = await setUpPlant();
  makeAuthority();
  const { endpoint = "", idScope = "" } = plant.dps.ready;
  recipe = path("offline.yaml");
  const sample = readFileSync(join(import.meta.dirname, "../../../resources/recipes/sensor-x509-offline.yaml"), "utf8");
  const ofThisPlant = sample.replace("global.azure-devices-provisioning.net", endpoint).replace("0ne00000000", idScope);
  writeFileSync(recipe, ofThisPlant);
  devices = await Promise.all(units.map(serve));
});

afterAll(async () => {
  await Promise.all(devices.map((device) => device.close()));
  await plant?.stop();
});

describe.skipIf(!hasOpenssl)("certificates signed elsewhere", () => {
  it("an authority is known by its chain, and signs nothing here", async () => {
    const known = await inPlant("ca", "import-chain", "plant-pki", path("chain.pem"));
    expect(known).toMatchObject({
      code: 0,
      documents: [{ name: "plant-pki", custody: "elsewhere", pilot: false, above: 1 }],
    });
    expect(await inPlant("ca", "crl", "plant-pki", "--out", path("line.crl"))).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("pki.key-elsewhere"),
    });
    expect(await inPlant("ca", "import-chain", "half", path("line.pem"))).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("pki.bad-chain"),
    });
  });

  it("first every unit is set aside with its request", async () => {
    for (const device of devices)
      expect(await provision(device)).toMatchObject({
        code: 1,
        result: { outcome: "set-aside", code: "unit.awaiting-certificate", certificateChain: null },
      });
    const { documents } = await inPlant("ca", "requests", "list", "--lot", lot);
    expect(documents.map(({ unit, state }) => [unit, state])).toEqual(units.map((unit) => [unit, "awaiting"]));
    expect((await inPlant("lot", "show", lot)).documents).toMatchObject([{ done: 0, failed: 0, firstPassYield: null }]);
  });

  it("the lot's requests go out, for OpenSSL one by one or all at once", async () => {
    const out = path("requests");
    expect(await inPlant("ca", "requests", "export", "--lot", lot, "--out", out)).toMatchObject({
      code: 0,
      documents: [{ lot, out, count: 3 }],
    });
    const again = await inPlant("ca", "requests", "export", "--lot", lot, "--out", out);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("not empty") });
    const index = readFileSync(join(out, "index.csv"), "utf8").split("\r\n");
    expect(index).toHaveLength(5);
    const [file = "", serialNumber] = (index[1] ?? "").split(",");
    expect(serialNumber).toBe("SN100000201");
    const csr = opensslMust(["req", "-in", join(out, file), "-noout", "-verify", "-subject"]).text;
    expect(csr).toMatch(/verify OK/i);
    expect(csr).toMatch(/CN ?= ?sn100000201/);
    const key = opensslMust(["req", "-in", join(out, file), "-noout", "-pubkey"]).bytes;
    const der = opensslMust(["pkey", "-pubin", "-outform", "der"], key).bytes;
    expect(opensslMust(["dgst", "-sha256", "-r"], der).text.split(" ")[0]).toBe(file.replace(".csr", ""));
    expect(readFileSync(join(out, "requests.pem"), "utf8").match(/BEGIN CERTIFICATE REQUEST/g)).toHaveLength(3);
    expect(await inPlant("ca", "requests", "export", "--lot", "NONE", "--out", path("none"))).toMatchObject({
      code: 1,
    });
  });

  it("what is wrong is named and changes nothing, what is right is taken, once", async () => {
    const folder = path("requests");
    const [first = "", second = ""] = readFileSync(join(folder, "index.csv"), "utf8")
      .split("\r\n")
      .slice(1)
      .map((line) => line.split(",")[0] ?? "");
    signOne(join(folder, first), path("first.pem"));
    ssl(
      `x509 -req -in ${join(folder, second)} -CA ${path("line.pem")} -CAkey ${path("line.key")} -out ${path("bare.pem")} -days 3650`,
    );
    const mixed = await inPlant("ca", "requests", "import", path("first.pem"), path("bare.pem"), path("chain.pem"));
    expect(mixed.code).toBe(1);
    expect(mixed.documents.map(({ unit, verdict, code }) => [unit, verdict, code])).toEqual([
      ["SN100000201", "taken", null],
      ["SN100000202", "refused", "pki.bad-profile"],
      [null, "authority", null],
      [null, "authority", null],
    ]);
    const rest = await inPlant("ca", "requests", "import", ...signAll(folder));
    expect(
      rest.documents.map(({ unit, verdict, code }) => `${String(unit)} ${String(verdict)} ${String(code)}`).toSorted(),
    ).toEqual(["SN100000201 refused pki.second-certificate", "SN100000202 taken null", "SN100000203 taken null"]);
    const repeated = await inPlant("ca", "requests", "import", path("first.pem"));
    expect(repeated).toMatchObject({ code: 0, documents: [{ unit: "SN100000201", verdict: "known" }] });
    expect((await inPlant("ca", "requests", "list", "--lot", lot)).documents).toEqual([]);
  });

  it("the second time every unit passes, and OpenSSL takes its chain", async () => {
    for (const device of devices) {
      const { code, result } = await provision(device);
      expect(result).toMatchObject({ outcome: "pass", enrollment: "enrolled" });
      expect(code).toBe(0);
      writeFileSync(path("unit.pem"), String(result["certificateChain"]));
      const verified = openssl(
        `verify -x509_strict -purpose sslclient -CAfile ${path("root.pem")} -untrusted ${path("unit.pem")} ${path("unit.pem")}`.split(
          " ",
        ),
      );
      expect(verified.text).toMatch(/: OK/);
    }
    expect((await inPlant("lot", "show", lot)).documents).toMatchObject([{ done: 3, failed: 0, firstPassYield: 1 }]);
    expect((await inPlant("audit", "verify")).code).toBe(0);
  });

  it("another issuer may count 1, 2, 3 as well: its number 1 is taken, and each is revoked by its own name", async () => {
    expect((await inPlant("ca", "import-chain", "other-pki", path("other.pem"))).code).toBe(0);
    const others = path("others.yaml");
    writeFileSync(others, readFileSync(recipe, "utf8").replace("authority: plant-pki", "authority: other-pki"));
    const device = await serve("SN100000204");
    try {
      const run = () => inPlant("provision", "--recipe", others, "--port", device.address, "--lot", "OFFLINE-2");
      expect((await run()).result).toMatchObject({ outcome: "set-aside" });
      expect((await inPlant("ca", "requests", "export", "--lot", "OFFLINE-2", "--out", path("two"))).code).toBe(0);
      const [csr = ""] = readdirSync(path("two")).filter((name) => name.endsWith(".csr"));
      signOne(join(path("two"), csr), path("second-first.pem"), "other");
      expect((await inPlant("ca", "requests", "import", path("second-first.pem"))).documents).toMatchObject([
        { unit: "SN100000204", verdict: "taken" },
      ]);
      expect((await run()).result).toMatchObject({ outcome: "pass" });
    } finally {
      await device.close();
    }
    const revoke = (authority: string) => inPlant("ca", "revoke", authority, "01", "--reason", "superseded");
    expect((await revoke("plant-pki")).documents).toMatchObject([{ unit: "SN100000201", enrollment: "disabled" }]);
    expect((await revoke("other-pki")).documents).toMatchObject([{ unit: "SN100000204", enrollment: "disabled" }]);
    expect((await inPlant("audit", "verify")).code).toBe(0);
  });
});
