import { X509Certificate } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toPem } from "../../../main/base/bytes/pem.ts";
import { recipeSource } from "../../harness/recipe-source.ts";
import { runCommand } from "../../harness/run-command.ts";
import { caExtensions, testCertificate } from "../../harness/test-certificates.ts";
import { touchmark } from "../../harness/touchmark.ts";

let folder: string;
let data: string;
const file = (name: string): string => join(folder, name);
const inFolder = (...words: readonly string[]) => touchmark(...words, "--data", data);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-set-up-"));
  data = file("data");
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const key = Buffer.from("a key that nobody may ever see!!").toString("base64");

async function addService(name: string): Promise<Awaited<ReturnType<typeof touchmark>>> {
  const host = "plant.azure-devices-provisioning.net";
  writeFileSync(file("connection"), `HostName=${host};SharedAccessKeyName=owner;SharedAccessKey=${key}\n`);
  return inFolder("service", "add", name, "--connection-string-file", file("connection"), "--id-scope", "0ne00000000");
}

function allFiles(): readonly string[] {
  return readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe("service", () => {
  it("is added, listed, refused twice and removed; its secret is nowhere to be read", async () => {
    const added = await addService("plant-dps");
    const shown = {
      name: "plant-dps",
      url: "https://plant.azure-devices-provisioning.net",
      idScope: "0ne00000000",
    };
    expect(added).toMatchObject({ code: 0, documents: [shown], stderr: "" });
    expect((await inFolder("service", "list")).documents).toMatchObject([shown]);
    expect(await addService("plant-dps")).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("set-up.service-exists"),
    });
    expect(JSON.stringify([added, await inFolder("service", "list")])).not.toContain(key);
    for (const path of allFiles()) {
      expect(readFileSync(path).includes(key), path).toBe(false);
      expect(statSync(path).mode & 0o077, path).toBe(0);
    }
    expect((await inFolder("service", "remove", "plant-dps")).code).toBe(0);
    expect((await inFolder("service", "list")).documents).toEqual([]);
    expect(allFiles().filter((path) => path.includes("plant-dps"))).toEqual([]);
    expect((await inFolder("service", "remove", "plant-dps")).stderr).toContain("set-up.unknown-service");
  });

  it.each([
    ["a name that is a path", ["../x"], []],
    ["a URL without TLS", ["plant-dps"], ["--url", "http://plant"]],
    ["a CA file that holds no certificate", ["plant-dps"], ["--ca", "connection"]],
  ])("with %s is refused and leaves nothing", async (_name, [name = ""], more) => {
    writeFileSync(file("connection"), `HostName=h.example;SharedAccessKeyName=owner;SharedAccessKey=${key}`);
    const { code, stderr } = await inFolder(
      "service",
      "add",
      name,
      "--connection-string-file",
      file("connection"),
      "--id-scope",
      "0ne00000000",
      ...more.map((word) => (word === "connection" ? file("connection") : word)),
    );
    expect(code).toBe(3);
    expect(stderr).toContain("set-up.settings");
    expect(stderr).not.toContain(key);
    expect(allFiles().filter((path) => /services|sealed/.test(path))).toEqual([]);
  });

  it("that is damaged stops nothing else, and can be removed", async () => {
    await addService("plant-dps");
    await addService("other-dps");
    writeFileSync(join(data, "services", "plant-dps.json"), "{ damaged");
    const counted = await inFolder("enroll", "status");
    expect(counted).toMatchObject({ code: 0, documents: [{ queued: 0 }] });
    expect(counted.stderr).toContain("plant-dps");
    expect((await inFolder("service", "remove", "plant-dps")).code).toBe(0);
    expect((await inFolder("service", "list")).documents).toMatchObject([{ name: "other-dps" }]);
  });
});

describe("ca", () => {
  it("makes a pilot authority once, under any allowed name, lists it and exports its chain but no key", async () => {
    expect((await inFolder("ca", "create", "Line-2", "--pilot")).documents).toMatchObject([
      { name: "Line-2", pilot: true },
    ]);
    expect(await inFolder("ca", "create", "Line-2", "--pilot")).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("pki.name-taken"),
    });
    expect((await inFolder("ca", "list")).documents).toMatchObject([{ name: "Line-2", pilot: true }]);
    expect((await inFolder("ca", "export", "Line-2", "--out", file("chain.pem"))).code).toBe(0);
    const text = readFileSync(file("chain.pem"), "utf8");
    expect(text).not.toContain("PRIVATE KEY");
    expect(text.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(new X509Certificate(text).subject).toContain("PILOT");
    for (const path of allFiles().filter((name) => name.endsWith("key.pem")))
      expect(readFileSync(path, "utf8")).toContain("ENCRYPTED PRIVATE KEY");
  });

  it("of another name is not known, and one that cannot be written leaves nothing", async () => {
    expect((await inFolder("ca", "export", "nobody", "--out", file("x.pem"))).stderr).toContain("recipe.no-authority");
    await inFolder("ca", "create", "line-ca", "--pilot");
    const refused = await inFolder("ca", "export", "line-ca", "--out", file("no/such/folder.pem"));
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("cannot write") });
    expect((await inFolder("ca", "create", "../x", "--pilot")).stderr).toContain("pki.bad-name");
  });
});

describe("trust", () => {
  it("trusts nobody until told, then whom it was told, until told otherwise", async () => {
    expect((await inFolder("trust", "list")).documents).toEqual([]);
    const { der } = await testCertificate({ name: "TPM vendor", extensions: caExtensions() });
    writeFileSync(file("vendor.pem"), toPem("CERTIFICATE", der));
    const added = await inFolder("trust", "add", file("vendor.pem"));
    const fingerprint = new X509Certificate(der).fingerprint256.replaceAll(":", "").toLowerCase();
    expect(added).toMatchObject({ code: 0, documents: [{ fingerprint, subject: "CN=TPM vendor" }] });
    expect(added.documents[0]).not.toHaveProperty("der");
    expect((await inFolder("trust", "list")).documents).toEqual(added.documents);
    expect((await inFolder("trust", "remove", fingerprint)).code).toBe(0);
    expect((await inFolder("trust", "list")).documents).toEqual([]);
    expect((await inFolder("trust", "remove", fingerprint)).stderr).toContain("pki.not-trusted");
    const { der: leaf } = await testCertificate({ name: "no CA" });
    writeFileSync(file("leaf.pem"), toPem("CERTIFICATE", leaf));
    expect((await inFolder("trust", "add", file("leaf.pem"))).stderr).toContain("pki.not-authority");
  });
});

describe("lot", () => {
  it("is opened under a recipe, again without change, refused under another, shown and listed", async () => {
    writeFileSync(file("one.yaml"), recipeSource({ attestation: "tpm" }));
    writeFileSync(file("two.yaml"), recipeSource({ attestation: "x509" }));
    const opened = await inFolder("lot", "open", "4711", "--recipe", file("one.yaml"), "--quantity", "2");
    const shown = { lot: "4711", recipe: "test-tpm", quantity: 2, state: "open", done: 0, failed: 0 };
    expect(opened).toMatchObject({ code: 0, documents: [shown] });
    expect((await inFolder("lot", "open", "4711", "--recipe", file("one.yaml"))).code).toBe(0);
    expect((await inFolder("lot", "open", "4711", "--recipe", file("two.yaml"))).stderr).toContain(
      "records.lot-exists",
    );
    expect((await inFolder("lot", "show", "4711")).documents).toMatchObject([shown]);
    expect((await inFolder("lot", "list")).documents).toMatchObject([shown]);
    expect((await inFolder("lot", "show", "4712")).stderr).toContain("api.unknown-lot");
    expect(await inFolder("lot", "open", "../4711", "--recipe", file("one.yaml"))).toMatchObject({ code: 2 });
    expect((await runCommand("lot", "show", "4711", "--data", data)).stdout).toMatch(
      /^4711 {2}test-tpm {2}open {2}0 \/ 2 done, 0 failed, 0 on hold, 0 scrapped\n {2}opened \S+Z {2}\S+@command-line\n$/,
    );
  });
});

describe("a data folder", () => {
  it("that cannot be made is a station fault with a code", async () => {
    mkdirSync(data);
    writeFileSync(join(data, "file"), "");
    const { code, stderr } = await touchmark("lot", "list", "--data", join(data, "file"));
    expect(code).toBe(3);
    expect(stderr).toContain("set-up.folder");
  });
});
