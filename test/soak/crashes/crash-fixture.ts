import { type LinkServer, listenForLinks } from "../../../main/station/practice/listen-for-links.ts";
import type { CrashUnit } from "./crash-units.ts";

/** The sockets of the fixture: whoever connects to one talks to the unit that is in it now. */
export class CrashFixture {
  readonly #units = new Map<string, CrashUnit>();
  readonly #servers = new Map<string, LinkServer>();

  static async open(slotIds: readonly string[]): Promise<CrashFixture> {
    const fixture = new CrashFixture();
    for (const id of slotIds) {
      const server = await listenForLinks("tcp:127.0.0.1:0", (link) => {
        const unit = fixture.#units.get(id);
        if (unit === undefined) void link.close();
        else unit.device.attach(link);
      });
      fixture.#servers.set(id, server);
    }
    return fixture;
  }

  /** By slot: `tcp:HOST:PORT`. */
  get addresses(): ReadonlyMap<string, string> {
    return new Map([...this.#servers].map(([id, { address }]) => [id, address]));
  }

  get slotIds(): readonly string[] {
    return [...this.#servers.keys()];
  }

  unitIn(slotId: string): CrashUnit | undefined {
    return this.#units.get(slotId);
  }

  get units(): readonly CrashUnit[] {
    return [...this.#units.values()];
  }

  put(slotId: string, unit: CrashUnit): void {
    this.#units.set(slotId, unit);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#servers.values()].map((server) => server.close()));
  }
}
