import { describe, expect, it } from "vitest";
import { DpsError, type DpsFacts } from "../../../../main/dps/dps-error.ts";
import type { DpsReason } from "../../../../main/dps/dps-errors.ts";
import { Circuit } from "../../../../main/dps/http/circuit.ts";

/** Opens after three failures, for one second, then two, at most four; no jitter. */
function fixture() {
  let now = 0;
  const world = { monotonicMs: () => now, random: () => 1 };
  const circuit = new Circuit(world, { failuresToOpen: 3, firstRestMs: 1_000, longestRestMs: 4_000 });
  const fail = (reason: DpsReason = "unreachable", facts: DpsFacts = {}): Promise<string> =>
    circuit.pass(() => Promise.reject(new DpsError(reason, "why", facts))).catch((error: DpsError) => error.code);
  const succeed = (): Promise<string> =>
    circuit.pass(() => Promise.resolve("answer")).catch((error: DpsError) => error.code);
  const failOften = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) await fail();
  };
  return { circuit, fail, succeed, failOften, advance: (ms: number) => (now += ms) };
}

describe("the circuit", () => {
  it("opens after failures in a row, and then refuses at once, saying why and for how long", async () => {
    const { circuit, succeed, failOften } = fixture();
    await failOften(2);
    expect([circuit.state, await succeed()]).toEqual(["closed", "answer"]);
    await failOften(3);
    expect(circuit.state).toBe("open");
    await expect(circuit.pass(() => Promise.resolve())).rejects.toMatchObject({
      code: "dps.circuit-open",
      retry: "same-unit",
      retryAfterMs: 1_000,
      mayHaveActed: false,
      detail: "next try in 1 s; why",
    });
  });

  it("lets one call through when its rest is over, and closes when that one is answered", async () => {
    const { circuit, succeed, failOften, advance } = fixture();
    await failOften(3);
    advance(1_000);
    expect(circuit.state).toBe("half-open");
    const { promise, resolve } = Promise.withResolvers<string>();
    const probe = circuit.pass(() => promise);
    expect(await Promise.all([succeed(), succeed()])).toEqual(["dps.circuit-open", "dps.circuit-open"]);
    resolve("there");
    expect([await probe, circuit.state, await succeed()]).toEqual(["there", "closed", "answer"]);
  });

  it("rests longer after each probe that finds nobody, up to a limit, and briefly again after an answer", async () => {
    const { circuit, fail, succeed, failOften, advance } = fixture();
    await failOften(3);
    for (const rest of [1_000, 2_000, 4_000, 4_000]) {
      advance(rest - 1);
      expect(circuit.state).toBe("open");
      advance(1);
      expect(await fail()).toBe("dps.unreachable");
    }
    advance(4_000);
    await succeed();
    await failOften(3);
    advance(1_000);
    expect(circuit.state).toBe("half-open");
  });

  it("a probe that was cancelled gives its place to the next", async () => {
    const { circuit, succeed, failOften, advance } = fixture();
    await failOften(3);
    advance(1_000);
    await expect(circuit.pass(() => Promise.reject(new Error("cancelled")))).rejects.toThrow("cancelled");
    expect([circuit.state, await succeed(), circuit.state]).toEqual(["half-open", "answer", "closed"]);
  });

  it("calls that were under way when it opened do not make its rest longer", async () => {
    const { circuit, failOften, advance } = fixture();
    const { promise, reject } = Promise.withResolvers<never>();
    const late = [1, 2, 3, 4].map(() => circuit.pass(() => promise).catch(() => undefined));
    await failOften(3);
    reject(new DpsError("timeout", "late"));
    await Promise.all(late);
    advance(1_000);
    expect(circuit.state).toBe("half-open");
  });

  it.each([
    ["an answer, whatever it says", "unauthorized", { httpStatus: 401 }, "closed"],
    ["too many calls", "throttled", { httpStatus: 429 }, "closed"],
    ["a fault of the service's own", "server", { httpStatus: 500 }, "closed"],
    ["a certificate that is not trusted", "tls", {}, "closed"],
    ["a gateway with nobody behind it", "server", { httpStatus: 503 }, "open"],
    ["silence", "timeout", {}, "open"],
  ] as const)("%s (%s, %j) leaves it %s", async (_what, reason, facts, state) => {
    const { circuit, fail } = fixture();
    for (let time = 0; time < 5; time += 1) await fail(reason, facts);
    expect(circuit.state).toBe(state);
  });
});
