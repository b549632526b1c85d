import type { FixtureView, Problem, SignIn, StationEvent } from "../../../main/api/contract/index.ts";

export interface FakeFixtureOptions {
  readonly publish: (event: StationEvent) => void;
  readonly refuse: (problem: Problem) => never;
  /** Throws what signing in throws. */
  readonly vouch: (who: SignIn) => string;
  readonly slotIds: () => readonly string[];
}

/** The fixture's front in memory: for trying screens. */
export class FakeFixture {
  readonly #options: FakeFixtureOptions;
  readonly #scans = new Set<number>();
  #lastScan = 0;
  #view: FixtureView = {
    size: null,
    places: [],
    taktSeconds: null,
    stationTaktSeconds: null,
    keyboardScanner: { prefix: "", suffix: "" },
    serialScanner: null,
    kiosk: { locked: false, by: null, since: null },
  };

  constructor(options: FakeFixtureOptions) {
    this.#options = options;
  }

  get view(): FixtureView {
    return this.#view;
  }

  set(change: Partial<FixtureView>): FixtureView {
    this.#view = { ...this.#view, ...change };
    this.#options.publish({ type: "fixture", fixture: this.#view });
    return this.#view;
  }

  /** As many columns, all slots in order. */
  inColumns(columns: number): FixtureView {
    const places = this.#options.slotIds().map((slotId, index) => ({
      slotId,
      row: Math.floor(index / columns) + 1,
      column: (index % columns) + 1,
    }));
    return this.set({ size: { rows: Math.ceil(places.length / columns), columns }, places });
  }

  /** What the serial scanner reads. */
  scan(code: string): void {
    this.#lastScan += 1;
    this.#scans.add(this.#lastScan);
    this.#options.publish({ type: "scan", scan: { id: this.#lastScan, code } });
  }

  claim(id: number): boolean {
    return this.#scans.delete(id);
  }

  lock(): FixtureView {
    return this.set({ kiosk: { locked: true, by: null, since: new Date().toISOString() } });
  }

  unlock(who: SignIn): FixtureView {
    this.#options.vouch(who);
    return this.set({ kiosk: { locked: false, by: null, since: null } });
  }
}
