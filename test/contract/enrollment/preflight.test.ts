import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type Clock, systemClock } from "../../../main/base/clock.ts";
import { EntraCredential } from "../../../main/dps/auth/entra/entra-credential.ts";
import { SasCredential } from "../../../main/dps/auth/sas-credential.ts";
import { parseConnectionString } from "../../../main/dps/connection-string.ts";
import type { PreflightOptions, PreflightTarget } from "../../../main/enrollment/preflight/preflight-check.ts";
import { type CheckResult, runPreflight } from "../../../main/enrollment/preflight/run-preflight.ts";
import type { PracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { startPracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { startConnectProxy } from "../../harness/connect-proxy.ts";
import { startService, tpmEntry } from "../dps/service-fixture.ts";

const targetOf = (dps: PracticeDps, changes: Partial<PreflightTarget> = {}): PreflightTarget => ({
  credential: new SasCredential(parseConnectionString(dps.connectionString)),
  url: dps.url,
  apiVersion: "2021-10-01",
  ca: [dps.caPem],
  idScope: "0ne00ABC123",
  ...changes,
});

async function check(
  target: PreflightTarget,
  options: Partial<PreflightOptions> = {},
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  const all = { target, recipeHubs: [], canary: false, clock: systemClock, timeoutMs: 5000, ...options };
  for await (const result of runPreflight(all)) results.push(result);
  return results;
}

const outcomes = (results: readonly CheckResult[]): Readonly<Record<string, string>> =>
  Object.fromEntries(results.map(({ check: id, outcome }) => [id, outcome]));
const failures = (results: readonly CheckResult[]): readonly (readonly (string | null)[])[] =>
  results.filter(({ outcome }) => outcome === "failed").map(({ check: id, mend }) => [id, mend]);
const found = (results: readonly CheckResult[], id: string): string =>
  results.find((result) => result.check === id)?.found ?? "";

const clockOff = (ms: number): Clock => ({ ...systemClock, now: () => new Date(Date.now() + ms) });

describe("a service that is set up right", () => {
  it("passes every check in order, and is not written to unasked", async () => {
    const { dps, client } = await startService();
    const results = await check(targetOf(dps));
    expect(Object.entries(outcomes(results))).toEqual([
      ["name", "ok"],
      ["tcp", "ok"],
      ["tls", "ok"],
      ["answer", "ok"],
      ["clock", "ok"],
      ["api-version", "ok"],
      ["authentication", "ok"],
      ["read", "ok"],
      ["write", "skipped"],
      ["id-scope", "unknown"],
      ["quota", "unknown"],
      ["hubs", "ok"],
      ["groups", "ok"],
    ]);
    expect((await client.queryEnrollments()).items).toEqual([]);
  });

  it("tells what is left of the instance as far as it can, and of the groups recipes name", async () => {
    const { dps } = await startService();
    const target = targetOf(dps);
    const healthy = { group: "line-7", examine: () => Promise.resolve([]) };
    const known = await check(target, { enrolled: 12, operationsPerMinute: 600, recipeGroups: [healthy] });
    expect(outcomes(known)).toMatchObject({ quota: "ok", groups: "ok" });
    expect(found(known, "quota")).toContain("12 of the 1000000 entries");
    expect(found(known, "groups")).toContain("line-7");
    const hasty = await check(target, { enrolled: 12, operationsPerMinute: 2_000 });
    expect(hasty.find(({ check: id }) => id === "quota")).toMatchObject({ outcome: "warning", mend: "engineer" });
    const ill = { group: "line-8", examine: () => Promise.resolve(["the group is disabled"]) };
    const full = await check(target, { enrolled: 950_000, recipeGroups: [healthy, ill] });
    expect(full.find(({ check: id }) => id === "quota")).toMatchObject({ outcome: "warning", mend: "service-owner" });
    expect(failures(full)).toEqual([["groups", "service-owner"]]);
    const silent = { group: "line-9", examine: () => Promise.reject(new Error("no right")) };
    expect(failures(await check(target, { recipeGroups: [silent] }))).toEqual([["groups", "engineer"]]);
  });

  it("takes a canary and is left without it", async () => {
    const { dps, client } = await startService();
    const results = await check(targetOf(dps), { canary: true });
    expect(failures(results)).toEqual([]);
    expect(found(results, "write")).toMatch(/^wrote, read, compared and deleted touchmark-canary-[0-9a-f]{12}$/);
    expect((await client.queryEnrollments()).items).toEqual([]);
  });

  it("says which hubs of recipes its entries show, and does not condemn the others", async () => {
    const { dps, client } = await startService({ hubs: ["one.test", "two.test"] });
    await client.putEnrollment({ ...tpmEntry("unit-1"), iotHubs: ["one.test"] });
    expect(found(await check(targetOf(dps), { recipeHubs: ["ONE.test"] }), "hubs")).toBe("seen in entries: ONE.test");
    const results = await check(targetOf(dps), { recipeHubs: ["one.test", "two.test"] });
    expect(outcomes(results)["hubs"]).toBe("unknown");
    expect(found(results, "hubs")).toContain("two.test");
  });
});

describe("a fault", () => {
  it("wrong key: authentication fails, the service's owner mends it, the key is not told", async () => {
    const { dps } = await startService();
    const key = randomBytes(32).toString("base64");
    const results = await check(
      targetOf(dps, { credential: new SasCredential({ ...parseConnectionString(dps.connectionString), key }) }),
      { canary: true },
    );
    expect(failures(results)).toEqual([["authentication", "service-owner"]]);
    expect(outcomes(results)).toMatchObject({ read: "skipped", write: "skipped", tls: "ok", clock: "ok" });
    expect(JSON.stringify(results)).not.toContain(key);
  });

  it("wrong CA: tls fails with the reason and the certificate's names, and nothing is sent", async () => {
    const { dps } = await startService();
    const stranger = await startPracticeDps();
    onTestFinished(() => stranger.close());
    for (const ca of [[stranger.caPem], []]) {
      const results = await check(targetOf(dps, { ca }));
      expect(failures(results)).toEqual([["tls", "engineer"]]);
      expect(found(results, "tls")).toMatch(/not trusted: .*(?:UNABLE|SELF_SIGNED|SIGNATURE)/);
      expect(outcomes(results)).toMatchObject({ answer: "skipped", read: "skipped" });
    }
  });

  it("wrong clock: the clock check says by how much, also when the token is refused for it", async () => {
    const { dps } = await startService();
    const behind = await check(targetOf(dps), { clock: clockOff(-3_600_000) });
    expect(failures(behind)).toEqual([
      ["clock", "station"],
      ["authentication", "service-owner"],
    ]);
    expect(found(behind, "clock")).toMatch(/3(?:599|600|601) s behind/);
    expect(failures(await check(targetOf(dps), { clock: clockOff(300_000) }))).toEqual([["clock", "station"]]);
  });

  it("an answer with another date: the same", async () => {
    const server = createServer((_incoming, outgoing) => {
      outgoing.writeHead(200, { Date: new Date(Date.now() - 7_200_000).toUTCString() }).end("[]");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const key = randomBytes(32).toString("base64");
    const credential = new SasCredential({ hostName: "fake.test", policyName: "p", key });
    const target = { url: `http://127.0.0.1:${port}`, credential };
    const results = await check({ ...target, apiVersion: "2021-10-01", ca: [], idScope: "0ne00ABC123" });
    expect(failures(results)).toEqual([["clock", "station"]]);
    expect(found(results, "clock")).toMatch(/7(?:199|20\d) s ahead/);
    expect(outcomes(results)).toMatchObject({ tls: "ok", read: "ok" });
  });

  it("throttled: to be waited for, and nothing is said of the key", async () => {
    const { dps } = await startService();
    dps.faults.throttle(1, "7", "service");
    const results = await check(targetOf(dps));
    expect(failures(results)).toEqual([["answer", "wait"]]);
    expect(found(results, "answer")).toContain("asks to wait 7 s");
    expect(outcomes(results)).toMatchObject({ clock: "ok", authentication: "skipped", read: "skipped" });
  });

  it("unreachable: tcp or tls fails for the network", async () => {
    const dps = await startPracticeDps();
    const target = targetOf(dps);
    dps.setReachable(false);
    const cut = await check(target);
    expect(failures(cut)).toEqual([["tls", "network"]]);
    await dps.close();
    expect(failures(await check(target))).toEqual([["tcp", "network"]]);
  });

  it("a name that does not resolve", async () => {
    const { dps } = await startService();
    const results = await check(targetOf(dps, { url: "https://nowhere.invalid" }));
    expect(failures(results)).toEqual([["name", "network"]]);
    expect(outcomes(results)).toMatchObject({ tcp: "skipped", tls: "skipped", "id-scope": "unknown" });
  });

  it("a connection reset in mid-answer", async () => {
    const { dps } = await startService();
    dps.faults.resetBeforeCommit(1, "service");
    expect(failures(await check(targetOf(dps)))).toEqual([["answer", "network"]]);
  });

  it("an api-version the service does not know, an address that is no service, a scope that is none", async () => {
    const { dps } = await startService();
    expect(failures(await check(targetOf(dps, { apiVersion: "1999-01-01" })))).toEqual([["api-version", "engineer"]]);
    const elsewhere = await check(targetOf(dps, { url: `${dps.url}/nothing/here` }));
    expect(failures(elsewhere)).toEqual([["api-version", "engineer"]]);
    expect(failures(await check(targetOf(dps, { idScope: "0ne/…" })))).toEqual([["id-scope", "engineer"]]);
  });

  it("a write that gets no answer is deleted all the same", async () => {
    const { dps, client } = await startService();
    // The first request is the query; every attempt of the write is then carried out unanswered.
    dps.faults.slow(1, 1, "service");
    dps.faults.resetAfterCommit(1, "service");
    const results = await check(targetOf(dps), { canary: true });
    expect(outcomes(results)["write"]).toBe("ok");
    expect((await client.queryEnrollments()).items).toEqual([]);
  });

  it("a way through a proxy: each step goes it, and says where it ends", async () => {
    const { dps } = await startService();
    const proxy = await startConnectProxy();
    onTestFinished(() => proxy.close());
    vi.stubEnv("HTTPS_PROXY", `http://user:secret@127.0.0.1:${proxy.port}`);
    onTestFinished(() => void vi.unstubAllEnvs());
    const target = targetOf(dps, { url: dps.url.replace("127.0.0.1", "dps.azure-devices.test") });
    const results = await check(target, { canary: true });
    expect(failures(results)).toEqual([]);
    expect(found(results, "tcp")).toBe(`connected to 127.0.0.1 port ${proxy.port}`);
    expect(failures(await check({ ...target, ca: [] }))).toEqual([["tls", "engineer"]]);
    proxy.refusal = { status: 407 };
    const refused = await check(target);
    expect(failures(refused)).toEqual([["tls", "network"]]);
    expect(found(refused, "tls")).toContain("407");
    expect(JSON.stringify([results, refused])).not.toContain("secret");
  });

  it("nothing to sign in with: the engineer's to mend", async () => {
    const { dps } = await startService();
    const settings = { kind: "client-secret", tenant: "t", client: "c" } as const;
    const secret = { get: () => Promise.resolve(undefined), put: () => Promise.resolve() };
    const results = await check(targetOf(dps, { credential: new EntraCredential({ settings, secret }) }));
    expect(failures(results)).toEqual([["answer", "engineer"]]);
    expect(found(results, "answer")).toContain("no secret is kept for application c");
  });

  it("a cancelled check ends", async () => {
    const { dps } = await startService();
    await expect(check(targetOf(dps), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "station.cancelled",
    });
  });
});
