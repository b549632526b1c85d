import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type PracticeDps, startPracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { type EntraStandIn, startEntraStandIn } from "../../harness/entra-stand-in.ts";
import { hasOpenssl, opensslMust } from "../../harness/openssl.ts";
import { type CommandResult, startTouchmark, touchmark } from "../../harness/touchmark.ts";

const ids = { tenant: "11111111-aaaa-bbbb-cccc-000000000001", client: "22222222-aaaa-bbbb-cccc-000000000002" };
const secret = "s3cret~of-the-station";
let folder: string;
let dps: PracticeDps;
let entra: EntraStandIn;

const file = (name: string, text?: string): string => {
  const path = join(folder, name);
  if (text !== undefined) writeFileSync(path, text);
  return path;
};
const run = (...words: readonly string[]): Promise<CommandResult> => touchmark(...words, "--data", file("data"));
const check = async (): Promise<Record<string, unknown> | undefined> =>
  (await run("service", "check", "plant")).documents.at(-1);
const add = (kind: string, ...words: readonly string[]): Promise<CommandResult> => {
  const service = ["--id-scope", dps.idScope, "--host", new URL(dps.url).host, "--ca", file("ca.pem")];
  const directory = ["--tenant", ids.tenant, "--client", ids.client, "--authority-host", entra.url];
  return run("service", "add", "plant", "--entra", kind, ...service, ...directory, ...words);
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-service-"));
  if (hasOpenssl) {
    const files = ["-keyout", file("key.pem"), "-out", file("certificate.pem")];
    opensslMust(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=station", "-days", "2", ...files]);
  }
  const certificate = hasOpenssl ? { certificate: readFileSync(file("certificate.pem"), "utf8") } : {};
  entra = await startEntraStandIn({ ...ids, ...certificate, secret });
  dps = await startPracticeDps({ bearer: entra.opens });
  file("ca.pem", `${dps.caPem}\n${entra.caPem}`);
});

afterEach(async () => {
  await Promise.all([dps.close(), entra.close()]);
  rmSync(folder, { recursive: true, force: true });
});

/** Everything the data folder holds, as text. */
const kept = (): string =>
  readdirSync(file("data"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
    .join("\n");

describe("touchmark service, by Microsoft Entra", () => {
  it("with a client secret that is sealed, told to nobody, and renewed", async () => {
    expect(await add("client-secret", "--client-secret-file", file("secret", "wr0ng~one\n"))).toMatchObject({
      code: 0,
    });
    expect(await check()).toMatchObject({ ok: false, failed: ["answer"] });
    const renewed = await run("service", "set", "plant", "--client-secret-file", file("secret", `${secret}\n`));
    expect(renewed).toMatchObject({ code: 0, documents: [{ name: "plant", renewed: true, operationsPerMinute: 600 }] });
    expect(await check()).toMatchObject({ ok: true, failed: [] });
    expect((await run("service", "list")).documents).toEqual([
      expect.objectContaining({ auth: "entra-client-secret" }),
    ]);
    expect(kept()).not.toMatch(/s3cret|wr0ng/);
    const paced = await run("service", "set", "plant", "--operations-per-minute", "120", "--api-version", "2021-06-01");
    expect(paced.documents).toEqual([
      expect.objectContaining({ operationsPerMinute: 120, apiVersion: "2021-06-01", renewed: false }),
    ]);
    expect(await check()).toMatchObject({ ok: true });
  });

  it.skipIf(!hasOpenssl)("with a certificate, whose files are not needed any more", async () => {
    const pem = readFileSync(file("certificate.pem"), "utf8") + readFileSync(file("key.pem"), "utf8");
    const ec = opensslMust(["ecparam", "-genkey", "-name", "prime256v1", "-noout"]).text;
    for (const wrong of [pem.slice(0, 900), readFileSync(file("certificate.pem"), "utf8") + ec]) {
      const refused = await add("client-certificate", "--certificate-file", file("wrong.pem", wrong));
      expect(refused.stderr).toContain("set-up.settings");
    }
    expect(await add("client-certificate", "--certificate-file", file("both.pem", pem))).toMatchObject({ code: 0 });
    for (const name of ["both.pem", "key.pem", "certificate.pem"]) rmSync(file(name));
    expect(await check()).toMatchObject({ ok: true });
    expect(kept()).not.toContain("PRIVATE KEY");
  });

  it("with a person who signs in once, for every start after", async () => {
    expect(await add("device-code")).toMatchObject({ code: 0 });
    expect(await check()).toMatchObject({ ok: false, failed: ["answer"] });
    const child = startTouchmark(["service", "sign-in", "plant", "--data", file("data"), "--json"]);
    let said = "";
    child.stdout.on("data", (part: Buffer) => {
      said += part.toString();
      entra.person = "approves";
    });
    const [code] = await new Promise<unknown[]>((resolve) => child.once("close", (...ended) => resolve(ended)));
    expect(code).toBe(0);
    expect(
      said
        .trim()
        .split("\n")
        .map((line): unknown => JSON.parse(line)),
    ).toEqual([
      { type: "prompt", address: `${entra.url}/devicelogin`, code: "ABC-123" },
      { type: "signed-in", name: "plant", account: "engineer@example.test" },
    ]);
    expect(await check()).toMatchObject({ ok: true });
    expect(kept()).not.toContain("refresh-token");
  });

  it("is refused where something is missing or does not go together, and nothing is kept", async () => {
    const refusals = [
      await add("client-secret"),
      await add("password"),
      await add("managed-identity", "--client-secret-file", file("secret", secret)),
      await add("client-secret", "--certificate-file", file("secret", secret)),
      await run(
        "service",
        "add",
        "plant",
        "--id-scope",
        "x",
        "--entra",
        "device-code",
        "--tenant",
        "t",
        "--client",
        "c",
      ),
    ];
    expect(refusals.map(({ code, stderr }) => [code, /set-up\.\w+/.exec(stderr)?.[0]])).toEqual(
      Array.from(refusals, () => [2, "set-up.usage"]),
    );
    expect((await run("service", "list")).documents).toEqual([]);
  });
});

describe("touchmark service, by a connection string", () => {
  it("that is rolled, also to another service", async () => {
    const words = ["--id-scope", dps.idScope, "--connection-string-file", file("connection", dps.connectionString)];
    expect(await run("service", "add", "plant", ...words, "--ca", file("ca.pem"))).toMatchObject({ code: 0 });
    const other = await startPracticeDps();
    const moved = [
      "--connection-string-file",
      file("other", other.connectionString),
      "--ca",
      file("other.pem", other.caPem),
    ];
    const changed = await run("service", "set", "plant", ...moved);
    expect(changed.documents).toEqual([expect.objectContaining({ url: other.url, renewed: true })]);
    expect(await check()).toMatchObject({ ok: true });
    expect((await run("service", "set", "plant")).stderr).toContain("set-up.usage");
    await other.close();
  });
});
