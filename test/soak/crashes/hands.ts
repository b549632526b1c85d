import { setTimeout as delay } from "node:timers/promises";
import type { Slot } from "../../../main/api/contract/index.ts";
import type { StationClient } from "../../../main/station/running-station.ts";
import type { SeededRandom } from "../seeded-random.ts";
import type { CrashFixture } from "./crash-fixture.ts";
import { type CrashKind, crashKinds, type CrashUnits } from "./crash-units.ts";
import type { ShownPasses } from "./shown-passes.ts";

const lotOf = (kind: CrashKind): string => `CRASH-${kind}`;
export const recipeOf = (kind: CrashKind): string => `test-${kind}`;

const longestReachMs = 150;
const lookMs = 20;

export interface HandsOptions {
  readonly fixture: CrashFixture;
  readonly units: CrashUnits;
  readonly shown: ShownPasses;
  readonly random: SeededRandom;
}

/** People at the fixture who see what the screen shows: a result is written down, another unit comes in, and is started. */
export class Hands {
  readonly #options: HandsOptions;
  readonly #slots = new Map<string, Slot>();
  readonly #done = new Set<string>();
  /** How often a hand was on its way to each slot; only the last one arrives. */
  readonly #reaches = new Map<string, number>();
  #kind: CrashKind = "x509";
  #rests = false;

  constructor(options: HandsOptions) {
    this.#options = options;
    for (const id of options.fixture.slotIds) this.#exchange(id);
  }

  /** Until the station is gone. */
  async work(client: StationClient): Promise<void> {
    this.#slots.clear();
    this.#rests = false;
    await this.#lookAtLot(client);
    for await (const events of await client.events.subscribe())
      for (const event of events) if (event.type === "slot") this.#see(client, event.slot);
  }

  /** Lets what runs come to its end, and be seen; nothing new is begun. Rejects when the station is gone. */
  async rest(client: StationClient): Promise<void> {
    this.#rests = true;
    while ((await client.line.slots()).some((slot) => slot.state === "running" || this.#isUnseen(slot)))
      await delay(lookMs);
  }

  /** Its result is on its way here; until then the unit must stay where it is. */
  #isUnseen({ runId, state }: Slot): boolean {
    return runId !== null && (state === "pass" || state === "fail") && !this.#done.has(runId);
  }

  /** Another lot on the line: everything is taken out, the lot is chosen, and all begin again. */
  async changeLot(client: StationClient): Promise<void> {
    await this.rest(client);
    const kinds = crashKinds.filter((kind) => kind !== this.#kind);
    this.#kind = kinds[this.#options.random.below(kinds.length)] ?? "x509";
    for (const id of this.#options.fixture.slotIds) this.#exchange(id);
    await client.lots.use({ lot: lotOf(this.#kind) });
    this.#rests = false;
    for (const id of this.#options.fixture.slotIds) void this.#start(client, id);
  }

  async #lookAtLot(client: StationClient): Promise<void> {
    const current = await client.lots.current();
    const kind = crashKinds.find((one) => lotOf(one) === current?.lot);
    if (kind !== undefined) this.#kind = kind;
    else await this.#openLots(client);
  }

  async #openLots(client: StationClient): Promise<void> {
    for (const kind of crashKinds) await client.lots.open({ lot: lotOf(kind), recipe: recipeOf(kind), quantity: null });
    await client.lots.use({ lot: lotOf(this.#kind) });
  }

  #see(client: StationClient, slot: Slot): void {
    this.#slots.set(slot.id, slot);
    if (slot.runId === null || (slot.state !== "pass" && slot.state !== "fail") || this.#done.has(slot.runId)) return;
    this.#done.add(slot.runId);
    const { fixture, shown } = this.#options;
    shown.note(slot, fixture.unitIn(slot.id));
    // The station may be gone.
    void this.#goOn(client, slot).catch(() => undefined);
  }

  /** Nobody takes out a unit that is at work again: what was seen is a moment old, and a hand was on its way. */
  async #goOn(client: StationClient, seen: Slot): Promise<void> {
    const reach = this.#reach(seen.id);
    const now = (await client.line.slots()).find(({ id }) => id === seen.id);
    if (this.#rests || this.#reaches.get(seen.id) !== reach) return;
    if (now === undefined || now.state === "running" || this.#isUnseen(now)) return;
    const { fixture, random } = this.#options;
    // A unit that failed has one more try, now and then; one of another product is none of this lot.
    const isForeign = fixture.unitIn(seen.id)?.kind !== this.#kind;
    if (seen.state === "pass" || isForeign || random.chance(0.3)) this.#exchange(seen.id);
    await this.#start(client, seen.id);
  }

  #reach(slotId: string): number {
    const reach = (this.#reaches.get(slotId) ?? 0) + 1;
    this.#reaches.set(slotId, reach);
    return reach;
  }

  #exchange(slotId: string): void {
    const { fixture, units } = this.#options;
    const before = fixture.unitIn(slotId);
    const next = units.take(this.#kind);
    if (next === undefined) return;
    fixture.put(slotId, next);
    if (before !== undefined) units.giveBack(before);
  }

  async #start(client: StationClient, slotId: string): Promise<void> {
    const reach = this.#reach(slotId);
    await delay(this.#options.random.below(longestReachMs));
    if (this.#rests || this.#reaches.get(slotId) !== reach) return;
    // The station may be gone, or the slot have begun by itself.
    await client.line.retry({ slotId }).catch(() => undefined);
  }
}
