import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { openControlApi } from "../../../main/practice/dps/control/control-api.ts";
import type { PracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { keyGroup } from "./group-fixture.ts";
import { clientFor, startService, tpmEntry } from "./service-fixture.ts";

const once = { maximumAttempts: 1, budgetMs: 5000, firstDelayMs: 2, longestDelayMs: 10 };
const put = "PUT /enrollments/:registrationId";

describe("a scenario", () => {
  const outcomes = async (seed: number): Promise<readonly string[]> => {
    const { dps } = await startService();
    const client = clientFor(dps, { retry: once });
    dps.useScenario({ seed, faults: [{ fault: "error", rate: 0.3, operation: put }] });
    const seen: string[] = [];
    for (let index = 0; index < 30; index += 1) {
      await client.putEnrollment(tpmEntry(`unit-${index}`)).then(
        () => seen.push("ok"),
        () => seen.push("error"),
      );
      await client.queryEnrollments();
    }
    return seen;
  };

  it("strikes by its rate, the same for the same seed, and only what it names", async () => {
    const [first, again, other] = [await outcomes(7), await outcomes(7), await outcomes(8)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    const share = first.filter((outcome) => outcome === "error").length;
    expect(share).toBeGreaterThan(2);
    expect(share).toBeLessThan(18);
  });

  it("knows every kind of fault", async () => {
    const { dps } = await startService();
    const client = clientFor(dps, { retry: once });
    const one = { count: 1, operation: put } as const;
    dps.useScenario({
      faults: [
        { fault: "error", ...one },
        { fault: "conflict", ...one },
        { fault: "answer", errorCode: 503_001, ...one },
        { fault: "reset-before-commit", ...one },
        { fault: "slow", ms: 30, ...one },
        { fault: "reset-after-commit", ...one },
        // Last: the client keeps the pause it is asked for.
        { fault: "throttled", retryAfter: 3, ...one },
      ],
    });
    const attempt = (id: string) =>
      client.putEnrollment(tpmEntry(id)).then(
        () => "ok",
        (error: unknown) => error,
      );
    expect(await attempt("unit-1")).toMatchObject({ errorCode: 500_001 });
    expect(await attempt("unit-1")).toMatchObject({ errorCode: 409_203 });
    expect(await attempt("unit-1")).toMatchObject({ errorCode: 503_001 });
    expect(await attempt("unit-1")).toBeInstanceOf(Error);
    expect(await client.getEnrollment("unit-1")).toBeUndefined();
    expect(await attempt("unit-1")).toBe("ok");
    expect(await attempt("unit-2")).toBeInstanceOf(Error);
    expect(await client.getEnrollment("unit-2")).toMatchObject({ registrationId: "unit-2" });
    expect(await attempt("unit-3")).toMatchObject({ reason: "throttled", retryAfterMs: 3000 });
    const noted = dps.calls.since().filter(({ method }) => method === "PUT");
    expect(noted.map(({ fault, status }) => [fault, status])).toEqual([
      ["answer", 500],
      ["answer", 409],
      ["answer", 503],
      ["reset-before-commit", null],
      ["slow", 200],
      ["reset-after-commit", null],
      ["answer", 429],
    ]);
    expect(noted[4]?.ms).toBeGreaterThanOrEqual(29);
  });

  it("that is none is refused", async () => {
    const { dps } = await startService();
    expect(() => dps.useScenario({ faults: [{ fault: "error", rate: 2 }] })).toThrow();
  });
});

describe("limits", () => {
  it("throttle each kind of operation by itself, and say for how long", async () => {
    const { dps } = await startService({ limits: { servicePerMinute: 2 } });
    const client = clientFor(dps, { retry: once });
    await client.putEnrollment(tpmEntry("unit-1"));
    await client.getEnrollment("unit-1");
    const refused = await client.getEnrollment("unit-1").catch((error: unknown) => error);
    expect(refused).toMatchObject({ reason: "throttled" });
    const wait = z.object({ retryAfterMs: z.number() }).parse(refused).retryAfterMs;
    expect(wait).toBeGreaterThan(50_000);
    expect(wait).toBeLessThanOrEqual(60_000);
    dps.limits.use({});
    // The first one keeps the pause it was asked for.
    expect(await clientFor(dps).getEnrollment("unit-1")).toBeDefined();
  });

  it("are quotas of entries and groups", async () => {
    const { client } = await startService({ limits: { enrollments: 1, enrollmentGroups: 0 } });
    const entry = await client.putEnrollment(tpmEntry("unit-1"));
    await expect(client.putEnrollment(tpmEntry("unit-2"))).rejects.toMatchObject({ errorCode: 403_001 });
    await client.putEnrollment(tpmEntry("unit-1"), { ifMatch: entry.etag ?? "" });
    await expect(client.putEnrollmentGroup(keyGroup("line-1"))).rejects.toMatchObject({ errorCode: 403_001 });
  });
});

describe("the control API", () => {
  const token = "a-token-of-the-test-that-is-long-enough";

  async function open(dps: PracticeDps) {
    const control = await openControlApi(dps, { port: 0, token });
    onTestFinished(() => control.close());
    return async (method: string, path: string, body?: unknown, bearer = token) => {
      const answer = await fetch(`${control.url}${path}`, {
        method,
        headers: { Authorization: `Bearer ${bearer}`, "Content-Type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text === "" ? undefined : (JSON.parse(text) as unknown) };
    };
  }

  it("is for who has the token", async () => {
    const { dps } = await startService();
    const call = await open(dps);
    expect((await call("GET", "/calls", undefined, "guessed")).status).toBe(401);
    expect((await call("GET", "/constructor")).status).toBe(404);
    expect(await call("GET", "/calls")).toEqual({ status: 200, body: { count: 0, calls: [] } });
  });

  it("puts faults in, takes them out, and shows the calls", async () => {
    const { dps } = await startService();
    const client = clientFor(dps, { retry: once });
    const call = await open(dps);
    expect((await call("POST", "/faults", { fault: "conflict" })).status).toBe(204);
    await expect(client.putEnrollment(tpmEntry("unit-1"))).rejects.toMatchObject({ errorCode: 409_203 });
    expect((await call("PUT", "/scenario", { faults: [{ fault: "error" }] })).status).toBe(204);
    await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({ errorCode: 500_001 });
    expect((await call("DELETE", "/scenario")).status).toBe(204);
    expect(await client.getEnrollment("unit-1")).toBeUndefined();
    expect((await call("PUT", "/limits", { servicePerMinute: 1 })).status).toBe(204);
    expect((await call("GET", "/limits")).body).toEqual({ servicePerMinute: 1 });
    expect((await call("PUT", "/reachable", { reachable: false })).status).toBe(204);
    await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({ reason: "unreachable" });
    expect((await call("PUT", "/scenario", { faults: [{ fault: "fire" }] })).status).toBe(400);
    expect((await call("PUT", "/limits", { perMinute: 1 })).status).toBe(400);
    const { body } = await call("GET", "/calls?after=1&most=1");
    expect(body).toMatchObject({ count: 3, calls: [{ number: 3, method: "GET", status: 404, errorCode: 404_201 }] });
  });
});

it("notes calls without query, token or body, up to a thousand", async () => {
  const { dps, client } = await startService();
  await client.putEnrollment(tpmEntry("unit-1"));
  const [noted] = dps.calls.since();
  expect(noted).toMatchObject({
    number: 1,
    transport: "https",
    api: "service",
    method: "PUT",
    path: "/enrollments/unit-1",
    status: 200,
    errorCode: null,
    fault: null,
  });
  expect(noted?.trackingId).toMatch(/^[0-9a-f-]{36}$/);
  expect(JSON.stringify(noted)).not.toMatch(/sig=|api-version|endorsementKey/);
  if (noted !== undefined) for (let index = 0; index < 1200; index += 1) dps.calls.add(noted);
  expect(dps.calls.since()).toHaveLength(1000);
  expect(dps.calls.since(1190)).toHaveLength(11);
});
