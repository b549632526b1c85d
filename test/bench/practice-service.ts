import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { parseConnectionString } from "../../main/dps/connection-string.ts";
import { DpsClient, type DpsClientOptions } from "../../main/dps/dps-client.ts";
import type { IndividualEnrollment } from "../../main/dps/schema/individual-enrollment.ts";
import type { PracticeScenarioInput } from "../../main/practice/dps/faults/scenario.ts";

/** What a practice service in a process of its own is told to do, and what it answers, one for one. */
export type PracticeOrder =
  | { readonly type: "scenario"; readonly scenario: PracticeScenarioInput }
  | { readonly type: "reachable"; readonly reachable: boolean }
  /** Begins anew with the answers of every call told; `calls` gives how many there were since then. */
  | { readonly type: "count" }
  | { readonly type: "calls" };

export interface CallsSeen {
  readonly calls: number;
  readonly refused: number;
}

export interface PracticeReady {
  readonly idScope: string;
  readonly url: string;
  readonly endpoint: string;
  readonly connectionString: string;
  readonly caPem: string;
}

/** The practice service in a process of its own, as a real one is elsewhere: it takes no time and no memory from the station. */
export class PracticeService {
  readonly ready: PracticeReady;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, ready: PracticeReady) {
    this.#child = child;
    this.ready = ready;
  }

  /** `stateFile`: it begins with what is in there. */
  static async start(stateFile?: string): Promise<PracticeService> {
    const program = new URL("./practice-service-process.ts", import.meta.url);
    const child = fork(program, stateFile === undefined ? [] : [stateFile]);
    const [ready] = await once(child, "message");
    return new PracticeService(child, ready);
  }

  client(options: Partial<DpsClientOptions> = {}): DpsClient {
    const { connectionString, url, caPem } = this.ready;
    return new DpsClient({ ...parseConnectionString(connectionString), url, ca: [caPem], ...options });
  }

  async useScenario(scenario: PracticeScenarioInput): Promise<void> {
    await this.#tell({ type: "scenario", scenario });
  }

  async setReachable(reachable: boolean): Promise<void> {
    await this.#tell({ type: "reachable", reachable });
  }

  async beginCounting(): Promise<void> {
    await this.#tell({ type: "count" });
  }

  /** Since counting began; `refused` with 429. */
  calls(): Promise<CallsSeen> {
    return this.#tell({ type: "calls" });
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, "exit");
    this.#child.disconnect();
    await gone;
  }

  async #tell(order: PracticeOrder): Promise<CallsSeen> {
    const answer = once(this.#child, "message");
    this.#child.send(order);
    const [calls] = await answer;
    return calls;
  }
}

/** A page at a time, until there is no more. */
export async function countEntries(client: DpsClient): Promise<number> {
  let count = 0;
  for await (const page of pages(client)) count += page.length;
  return count;
}

export async function* pages(client: DpsClient): AsyncGenerator<readonly IndividualEnrollment[]> {
  for (let from = {}; ; ) {
    const { items, continuation } = await client.queryEnrollments({ pageSize: 1000, ...from });
    yield items;
    if (continuation === undefined) return;
    from = { continuation };
  }
}
