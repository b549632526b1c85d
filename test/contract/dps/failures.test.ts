import { inspect } from "node:util";
import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Clock, systemClock } from "../../../main/base/clock.ts";
import { silentLog } from "../../../main/base/log.ts";
import { DpsClient } from "../../../main/dps/dps-client.ts";
import { startPracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { clientFor, quickRetry, startService, tpmEntry } from "./service-fixture.ts";

const once = { ...quickRetry, maximumAttempts: 1 };

describe("a call that fails", () => {
  it("waits as long as a 429 asks, and then succeeds", async () => {
    const { dps, client } = await startService();
    dps.faults.throttle(1, "1");
    const start = performance.now();
    await client.putEnrollment(tpmEntry("unit-1"));
    expect(performance.now() - start).toBeGreaterThan(990);
  });

  it("honours a Retry-After that is a date", async () => {
    const { dps, client } = await startService();
    dps.faults.throttle(1, new Date(Date.now() - 1000).toUTCString());
    expect(await client.putEnrollment(tpmEntry("unit-1"))).toMatchObject({ registrationId: "unit-1" });
  });

  it("hands a long wait to the caller", async () => {
    const { dps, client } = await startService();
    dps.faults.throttle(1, "600");
    await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({
      code: "dps.throttled",
      retryAfterMs: 600_000,
    });
  });

  it("is repeated after a 500", async () => {
    const { dps, client } = await startService();
    dps.faults.fail(2);
    expect(await client.putEnrollment(tpmEntry("unit-1"))).toMatchObject({ registrationId: "unit-1" });
  });

  it("is repeated when the connection broke before anything was done", async () => {
    const { dps, client } = await startService();
    dps.faults.resetBeforeCommit(1);
    expect(await client.putEnrollment(tpmEntry("unit-1"))).toMatchObject({ registrationId: "unit-1" });
  });

  it("finds its own echo when the connection broke after it was done, and says so", async () => {
    const { dps, client } = await startService();
    dps.faults.resetAfterCommit(1);
    await expect(client.putEnrollment(tpmEntry("unit-1"))).rejects.toMatchObject({
      code: "dps.exists",
      afterUncertainAttempt: true,
    });
    expect(await client.getEnrollment("unit-1")).toMatchObject(tpmEntry("unit-1"));
  });

  it("deletes once even when the answer to the first got lost", async () => {
    const { dps, client } = await startService();
    const { etag } = await client.putEnrollment(tpmEntry("unit-1"));
    dps.faults.resetAfterCommit(1);
    await expect(client.deleteEnrollment("unit-1", { ifMatch: etag ?? "" })).resolves.toBeUndefined();
  });

  it("does not delete again what may be another entry by now: without an etag, or by *", async () => {
    const { dps, client } = await startService();
    for (const options of [{}, { ifMatch: "*" }]) {
      await client.putEnrollment(tpmEntry("unit-1"));
      dps.faults.resetAfterCommit(1);
      await expect(client.deleteEnrollment("unit-1", options)).rejects.toMatchObject({
        code: "dps.unreachable",
        mayHaveActed: true,
      });
    }
  });

  it("does not repeat a bulk call the service may have carried out", async () => {
    const { dps, client } = await startService();
    dps.faults.resetAfterCommit(1);
    await expect(client.bulkEnrollments("create", [tpmEntry("unit-1")])).rejects.toMatchObject({
      code: "dps.unreachable",
      mayHaveActed: true,
    });
  });

  it("is unreachable while the service is, and works again after", async () => {
    const { dps, client } = await startService();
    await client.getEnrollment("unit-1");
    dps.setReachable(false);
    await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({ code: "dps.unreachable" });
    dps.setReachable(true);
    expect(await client.getEnrollment("unit-1")).toBeUndefined();
  });

  it("is unreachable when nobody listens", async () => {
    const { dps, client } = await startService();
    await dps.close();
    await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({
      code: "dps.unreachable",
      mayHaveActed: false,
    });
  });

  it("times out when the service is slow", async () => {
    const { dps } = await startService();
    dps.faults.slow(1, 5000);
    const client = clientFor(dps, { timeoutMs: 150, retry: once });
    await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({ code: "dps.timeout", mayHaveActed: true });
  });

  it("times out on a port that takes connections and says nothing", async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await new Promise((resolve) => silent.once("listening", resolve));
    onTestFinished(() => void silent.close());
    const address = silent.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const settings = { hostName: "localhost", policyName: "p", key: "a2V5", retry: once, timeoutMs: 150 };
    const client = new DpsClient({ ...settings, url: `https://127.0.0.1:${port}` });
    await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({ code: "dps.timeout", mayHaveActed: false });
    client.close();
  });

  it("stops at once when cancelled, in the call and between calls", async () => {
    const { dps, client } = await startService();
    dps.faults.slow(1, 5000);
    const inCall = client.getEnrollment("unit-1", { signal: AbortSignal.timeout(50) });
    await expect(inCall).rejects.toMatchObject({ code: "station.cancelled" });
    dps.faults.throttle(1, "4");
    const between = client.getEnrollment("unit-1", { signal: AbortSignal.timeout(100) });
    await expect(between).rejects.toMatchObject({ code: "station.cancelled" });
    await expect(client.getEnrollment("unit-1", { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "station.cancelled",
    });
  });
});

describe("trust", () => {
  it("refuses a service whose certificate nobody vouches for", async () => {
    const { dps } = await startService();
    const client = clientFor(dps, { ca: [] });
    await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({ code: "dps.tls", mayHaveActed: false });
  });

  it("refuses a service vouched for by another authority", async () => {
    const { dps } = await startService();
    const other = await startPracticeDps();
    onTestFinished(() => other.close());
    const client = clientFor(dps, { ca: [other.caPem] });
    await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({ code: "dps.tls" });
  });

  it("refuses a CA that is no certificate, and an address that is not HTTPS", () => {
    const settings = { hostName: "localhost", policyName: "p", key: "a2V5" };
    expect(() => new DpsClient({ ...settings, ca: ["nonsense"] })).toThrow(
      expect.objectContaining({ code: "dps.tls" }),
    );
    for (const url of ["http://example.test", "ftp://localhost", "https://u:p@localhost", "nonsense"]) {
      expect(() => new DpsClient({ ...settings, url })).toThrow(expect.objectContaining({ code: "dps.address" }));
    }
  });
});

describe("authorization", () => {
  it("never lets the key or a token into the log or an error", async () => {
    const { dps } = await startService();
    const lines: unknown[] = [];
    const write = (...line: unknown[]): void => void lines.push(line);
    const log = { debug: write, info: write, warn: write, error: write };
    dps.faults.fail(2);
    const error: unknown = await clientFor(dps, { log, policyName: "x" })
      .getEnrollment("unit-1")
      .catch((error: unknown) => error);
    const key = dps.connectionString.split("SharedAccessKey=")[1] ?? "?";
    const seen = inspect([lines, error], { depth: 20, showHidden: true });
    expect(lines.length).toBeGreaterThan(2);
    expect(seen).not.toContain(key);
    expect(seen).not.toMatch(/sig=|SharedAccessSignature/);
  });

  it("refuses another key", async () => {
    const { dps } = await startService();
    const client = clientFor(dps, { key: Buffer.alloc(32).toString("base64") });
    await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({
      code: "dps.unauthorized",
      errorCode: 401_002,
    });
  });

  it("refuses another policy, and a token for another host", async () => {
    const { dps } = await startService();
    await expect(clientFor(dps, { policyName: "x" }).getEnrollment("a")).rejects.toMatchObject({
      code: "dps.unauthorized",
    });
    await expect(clientFor(dps, { hostName: "x" }).getEnrollment("a")).rejects.toMatchObject({
      code: "dps.unauthorized",
    });
  });

  it.each([
    -90,
    30,
    23 * 60,
  ])("is the service's own time when the station's clock is %i minutes off, and said", async (minutes) => {
    const { dps } = await startService();
    const warnings: object[] = [];
    const log = { ...silentLog, warn: (fields: object) => void warnings.push(fields) };
    const client = clientFor(dps, { clock: clockOff(minutes), log });
    expect(await client.getEnrollment("unit-1")).toBeUndefined();
    // Learned once, for all calls.
    expect(await client.getEnrollment("unit-2")).toBeUndefined();
    expect(warnings).toEqual([expect.objectContaining({ minutesAhead: minutes })]);
  });

  it("is none by a clock that is days behind: the code says so, and the detail by how much", async () => {
    const { dps } = await startService();
    await expect(clientFor(dps, { clock: clockOff(-3 * 24 * 60) }).getEnrollment("unit-1")).rejects.toMatchObject({
      code: "dps.clock",
      httpStatus: 401,
      detail: expect.stringContaining("the station's clock is 4320 min behind the service's"),
    });
  });

  it("refused for another reason is not blamed on the clock that was corrected", async () => {
    const { dps } = await startService();
    const key = Buffer.alloc(32).toString("base64");
    const client = clientFor(dps, { clock: clockOff(-60), key });
    await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({ code: "dps.unauthorized" });
  });
});

const clockOff = (minutes: number): Clock => ({ ...systemClock, now: () => new Date(Date.now() + minutes * 60_000) });
