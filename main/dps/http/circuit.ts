import { DpsError } from "../dps-error.ts";

export type CircuitState = "closed" | "open" | "half-open";

/** What the circuit needs of the world; tests hand in a fake one. */
export interface CircuitWorld {
  monotonicMs(): number;
  /** 0 (inclusive) to 1 (exclusive). */
  random(): number;
}

export interface CircuitOptions {
  /** Opens after so many failures in a row that found nobody at the other end. */
  readonly failuresToOpen: number;
  /** How long nothing is sent after it opened; doubled by each probe that finds nobody. */
  readonly firstRestMs: number;
  readonly longestRestMs: number;
}

const defaultCircuit: CircuitOptions = { failuresToOpen: 5, firstRestMs: 1_000, longestRestMs: 60_000 };

type Verdict = "reached" | "outage" | "unknown";

/** What a caller is told to wait while somebody else's probe is under way. */
const probeMs = 1_000;

/** Answers of gateways that have nobody behind them. */
const gatewayFailures = [502, 503, 504];

/**
 * One for all calls to a service. While the service is away calls fail at once with `dps.circuit-open` instead of waiting for
 * time-outs; when the rest is over one call is let through as a probe, and what becomes of it decides for all.
 */
export class Circuit {
  readonly #world: CircuitWorld;
  readonly #options: CircuitOptions;
  #failures = 0;
  #lastFailure = "";
  #restMs: number;
  /** Undefined while closed. */
  #openUntilMs: number | undefined;
  #probing = false;

  constructor(world: CircuitWorld, options: CircuitOptions = defaultCircuit) {
    this.#world = world;
    this.#options = options;
    this.#restMs = options.firstRestMs;
  }

  get state(): CircuitState {
    if (this.#openUntilMs === undefined) return "closed";
    return this.#probing || this.#openUntilMs <= this.#world.monotonicMs() ? "half-open" : "open";
  }

  /** Throws `dps.circuit-open`, with the time until the next probe, if a call would be refused now. */
  check(): void {
    if (this.#openUntilMs === undefined) return;
    const leftMs = this.#openUntilMs - this.#world.monotonicMs();
    if (leftMs <= 0 && !this.#probing) return;
    const retryAfterMs = Math.max(leftMs, this.#probing ? probeMs : 0);
    const wait = `next try in ${Math.ceil(retryAfterMs / 1000)} s`;
    throw new DpsError("circuitOpen", `${wait}; ${this.#lastFailure}`, { retryAfterMs, mayHaveActed: false });
  }

  /** Runs one call, or throws `dps.circuit-open` at once. */
  async pass<Value>(call: () => Promise<Value>): Promise<Value> {
    this.check();
    const probe = this.#openUntilMs !== undefined;
    if (probe) this.#probing = true;
    try {
      const value = await call();
      this.#settle("reached", probe);
      return value;
    } catch (error) {
      this.#settle(judge(error), probe, error);
      throw error;
    }
  }

  #settle(verdict: Verdict, probe: boolean, error?: unknown): void {
    if (probe) this.#probing = false;
    if (verdict === "reached") this.#close();
    if (verdict !== "outage") return;
    this.#failures += 1;
    this.#lastFailure = error instanceof DpsError ? error.detail : "";
    // Calls that were under way when it opened say nothing new.
    const isNews = probe || this.#openUntilMs === undefined;
    if (isNews && this.#failures >= this.#options.failuresToOpen) this.#open();
  }

  #open(): void {
    // Jitter over the upper half, so that stations cut off together do not come back together.
    this.#openUntilMs = this.#world.monotonicMs() + this.#restMs * (0.5 + this.#world.random() / 2);
    this.#restMs = Math.min(this.#restMs * 2, this.#options.longestRestMs);
  }

  #close(): void {
    this.#failures = 0;
    this.#restMs = this.#options.firstRestMs;
    this.#openUntilMs = undefined;
  }
}

/** Any answer but a gateway's shows that somebody is there; a cancelled call or a refused sign-in shows nothing. */
function judge(error: unknown): Verdict {
  if (!(error instanceof DpsError)) return "unknown";
  if (error.httpStatus !== undefined) return gatewayFailures.includes(error.httpStatus) ? "outage" : "reached";
  return error.reason === "unreachable" || error.reason === "timeout" ? "outage" : "unknown";
}
