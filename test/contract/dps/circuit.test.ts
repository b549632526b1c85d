import { createServer, type Server, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { isStationError } from "../../../main/base/errors/station-error.ts";
import type { DpsClient } from "../../../main/dps/dps-client.ts";
import { clientFor, quickRetry, startService } from "./service-fixture.ts";

const once = { ...quickRetry, maximumAttempts: 1 };
const circuit = { failuresToOpen: 3, firstRestMs: 1_000, longestRestMs: 1_000 };

const codeOf = async (client: DpsClient): Promise<string> => {
  try {
    await client.getEnrollment("unit-1");
    return "answered";
  } catch (error) {
    return isStationError(error) ? error.code : String(error);
  }
};

const codes = async (client: DpsClient, times: number): Promise<readonly string[]> => {
  const seen: string[] = [];
  for (let time = 0; time < times; time += 1) seen.push(await codeOf(client));
  return seen;
};

/** Waits until the circuit would let a call through. */
const rested = (client: DpsClient): Promise<void> =>
  expect.poll(() => client.circuit, { timeout: 5000 }).toBe("half-open");

describe("while the service is away", () => {
  it("calls fail at once after a few, one probe closes the circuit for all", async () => {
    const { dps } = await startService();
    const client = clientFor(dps, { retry: once, circuit });
    expect([await codeOf(client), client.circuit]).toEqual(["answered", "closed"]);
    dps.setReachable(false);
    expect(await codes(client, 5)).toEqual([
      "dps.unreachable",
      "dps.unreachable",
      "dps.unreachable",
      "dps.circuit-open",
      "dps.circuit-open",
    ]);
    await rested(client);
    expect([await codeOf(client), await codeOf(client)]).toEqual(["dps.unreachable", "dps.circuit-open"]);
    dps.setReachable(true);
    await rested(client);
    expect([await codeOf(client), client.circuit]).toEqual(["answered", "closed"]);
  });

  it("says when to come again and why it opened, keeps the failure of the call that opened it", async () => {
    const { dps } = await startService();
    const client = clientFor(dps, { retry: { ...quickRetry, maximumAttempts: 10 }, circuit });
    dps.setReachable(false);
    await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({ code: "dps.unreachable" });
    await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({
      code: "dps.circuit-open",
      retry: "same-unit",
      mayHaveActed: false,
      retryAfterMs: expect.any(Number),
      detail: expect.stringMatching(/^next try in 1 s; 127\.0\.0\.1:\d+: /),
    });
  });

  it("only one connection is tried in half-open, whoever else wants", async () => {
    const { dps } = await startService();
    const { port, server, seen } = await silence();
    onTestFinished(() => void server.close());
    const client = clientFor(dps, { url: `https://127.0.0.1:${port}`, retry: once, circuit, timeoutMs: 100 });
    await codes(client, 3);
    await rested(client);
    const before = seen.length;
    const together = await Promise.all(Array.from({ length: 20 }, () => codeOf(client)));
    expect(together.filter((code) => code === "dps.timeout")).toHaveLength(1);
    expect(together.filter((code) => code === "dps.circuit-open")).toHaveLength(19);
    expect(seen.length - before).toBe(1);
    for (const socket of seen) socket.destroy();
  });

  it("a service that refuses, is busy or has a fault is not away", async () => {
    const { dps } = await startService();
    const client = clientFor(dps, { retry: once, circuit, key: Buffer.alloc(32).toString("base64") });
    expect(new Set(await codes(client, 6))).toEqual(new Set(["dps.unauthorized"]));
    dps.faults.fail(6);
    expect(new Set(await codes(client, 6))).toEqual(new Set(["dps.server"]));
    expect(client.circuit).toBe("closed");
  });
});

/** Takes connections and says nothing. */
async function silence(): Promise<{
  readonly port: number;
  readonly server: Server;
  readonly seen: readonly Socket[];
}> {
  const seen: Socket[] = [];
  const server = createServer((socket) => {
    seen.push(socket.on("error", () => undefined));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { port: typeof address === "object" ? (address?.port ?? 0) : 0, server, seen };
}
