import { inspect } from "node:util";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { EntraCredential } from "../../../main/dps/auth/entra/entra-credential.ts";
import type { DpsClient } from "../../../main/dps/dps-client.ts";
import type { PracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { type ConnectProxy, startConnectProxy } from "../../harness/connect-proxy.ts";
import { startEntraStandIn } from "../../harness/entra-stand-in.ts";
import { clientFor, quickRetry, startService, tpmEntry } from "./service-fixture.ts";

const once = { ...quickRetry, maximumAttempts: 1 };

/** A name that only the proxy knows: without it there is no way. */
const outside = (url: string): string => `https://dps.azure-devices.test:${new URL(url).port}`;

async function fixture(): Promise<{ readonly dps: PracticeDps; readonly proxy: ConnectProxy }> {
  const proxy = await startConnectProxy();
  onTestFinished(() => proxy.close());
  const { dps } = await startService();
  return { dps, proxy };
}

const through = (dps: PracticeDps, environment: Record<string, string>, ca = [dps.caPem]): DpsClient =>
  clientFor(dps, { url: outside(dps.url), environment, ca, retry: once });

describe("a proxy named in the environment", () => {
  it.each(["HTTPS_PROXY", "https_proxy"])("%s takes every call, over one kept connection", async (name) => {
    const { dps, proxy } = await fixture();
    const client = through(dps, { [name]: `http://127.0.0.1:${proxy.port}` });
    expect(await client.getEnrollment("unit-1")).toBeUndefined();
    expect(await client.getEnrollment("unit-2")).toBeUndefined();
    expect(proxy.asked).toEqual([{ target: new URL(outside(dps.url)).host, authorization: undefined }]);
  });

  it.each(["NO_PROXY", "no_proxy"])("is passed by for what %s names", async (name) => {
    const { dps, proxy } = await fixture();
    const client = through(dps, {
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      [name]: "other.test,.azure-devices.test",
    });
    await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({
      code: "dps.unreachable",
      detail: expect.stringContaining("ENOTFOUND"),
    });
    expect(proxy.asked).toEqual([]);
  });

  it("is never asked for what is on this machine", async () => {
    const { dps, proxy } = await fixture();
    const client = clientFor(dps, { environment: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` } });
    expect(await client.getEnrollment("unit-1")).toBeUndefined();
    expect(proxy.asked).toEqual([]);
  });

  it("gets user and password of its URL, which nobody else sees", async () => {
    const { dps, proxy } = await fixture();
    const lines: unknown[] = [];
    const write = (...line: unknown[]): void => void lines.push(line);
    const log = { debug: write, info: write, warn: write, error: write };
    const environment = { HTTPS_PROXY: `http://line%201:p%40ss-w0rd@127.0.0.1:${proxy.port}` };
    const client = clientFor(dps, { url: outside(dps.url), environment, log });
    await client.getEnrollment("unit-1");
    expect(proxy.asked[0]?.authorization).toBe(`Basic ${Buffer.from("line 1:p@ss-w0rd").toString("base64")}`);
    proxy.refusal = { status: 407 };
    const fresh = clientFor(dps, { url: outside(dps.url), environment, log });
    const refused: unknown = await fresh.getEnrollment("unit-1").catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "dps.proxy" });
    proxy.close();
    const gone: unknown = await fresh.getEnrollment("unit-1").catch((error: unknown) => error);
    expect(gone).toMatchObject({ code: "dps.unreachable" });
    const seen = inspect([lines, refused, gone], { depth: 20, showHidden: true });
    expect(seen).not.toMatch(/ss-w0rd|bGluZSAx/);
  });

  it.each([
    [407, "dps.proxy"],
    [403, "dps.proxy"],
    [502, "dps.unreachable"],
    [503, "dps.unreachable"],
  ])("that answers %i is %s: its words are not taken for the service's", async (status, code) => {
    const { dps, proxy } = await fixture();
    proxy.refusal = { status };
    const client = through(dps, { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` });
    await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({
      code,
      detail: expect.stringContaining(String(status)),
      httpStatus: undefined,
      mayHaveActed: false,
    });
  });

  it("that says nothing is given up in time, and nothing was sent", async () => {
    const { dps, proxy } = await fixture();
    proxy.refusal = "silent";
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    const client = clientFor(dps, { url: outside(dps.url), environment, retry: once, timeoutMs: 200 });
    await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({ code: "dps.timeout", mayHaveActed: false });
  });

  it("cannot put itself in the service's place", async () => {
    const { dps, proxy } = await fixture();
    const client = through(dps, { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }, []);
    await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({ code: "dps.tls", mayHaveActed: false });
  });

  it("a call cut off behind it may have been carried out", async () => {
    const { dps, proxy } = await fixture();
    dps.faults.resetAfterCommit(1);
    const client = through(dps, { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` });
    await expect(client.putEnrollment(tpmEntry("unit-1"))).rejects.toMatchObject({
      code: "dps.unreachable",
      mayHaveActed: true,
    });
  });

  it("takes the sign-in at Entra too, with the extra CA", async () => {
    const { proxy } = await fixture();
    const entra = await startEntraStandIn({ tenant: "t", client: "c", secret: "s" });
    onTestFinished(() => entra.close());
    vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${proxy.port}`);
    onTestFinished(() => void vi.unstubAllEnvs());
    const authorityHost = outside(entra.url);
    const credential = new EntraCredential({
      settings: { kind: "client-secret", tenant: "t", client: "c", authorityHost },
      secret: { get: () => Promise.resolve("s"), put: () => Promise.resolve() },
      ca: [entra.caPem],
    });
    onTestFinished(() => credential.close());
    await expect(credential.authorization({ now: new Date() })).resolves.toMatch(/^Bearer /);
    expect(proxy.asked.map(({ target }) => target)).toContain(new URL(authorityHost).host);
  });
});
