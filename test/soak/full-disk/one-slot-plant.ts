import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { utf8 } from "../../../main/base/bytes/bytes.ts";
import { silentLog } from "../../../main/base/log.ts";
import { type PracticeDps, startPracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { createPracticeVendor, type PracticeVendor } from "../../../main/practice/vendor/practice-vendor.ts";
import { openWorkshop } from "../../../main/station/workshop.ts";
import { recipeSource } from "../../harness/recipe-source.ts";
import { CrashFixture } from "../crashes/crash-fixture.ts";
import { type CrashKind, type CrashUnit, CrashUnits, modelOf } from "../crashes/crash-units.ts";
import { SeededRandom } from "../seeded-random.ts";
import { OneSlotStation } from "./one-slot-station.ts";

const lot = "DISK-1";
const enrolledWithinMs = 20_000;

/** All that a station of one slot needs around it: a service, a maker of chips, and units. */
export class OneSlotPlant {
  readonly #kind: CrashKind;
  readonly #dps: PracticeDps;
  readonly #vendor: PracticeVendor;
  readonly #fixture: CrashFixture;
  readonly #units: CrashUnits;

  private constructor(kind: CrashKind, dps: PracticeDps, vendor: PracticeVendor, fixture: CrashFixture) {
    this.#kind = kind;
    this.#dps = dps;
    this.#vendor = vendor;
    this.#fixture = fixture;
    this.#units = new CrashUnits(new SeededRandom(1), vendor);
  }

  static async open(kind: CrashKind): Promise<OneSlotPlant> {
    const dps = await startPracticeDps({ retryAfterSeconds: 0 });
    return new OneSlotPlant(kind, dps, await createPracticeVendor(), await CrashFixture.open(["1"]));
  }

  /** A new unit, plugged into the slot. */
  async plugNext(): Promise<CrashUnit> {
    if (this.#kind === "tpm") await this.#units.makeTpms(1);
    const unit = this.#units.take(this.#kind);
    if (unit === undefined) throw new Error("no unit");
    this.#fixture.put("1", unit);
    return unit;
  }

  /** A data folder as an engineer leaves it: the lot is on the line and one unit has passed. */
  async makeFolder(data: string): Promise<void> {
    const { url, idScope, caPem, connectionString, endpoint } = this.#dps;
    const workshop = await openWorkshop({ root: data, practice: false, log: silentLog });
    const service = { name: "plant-dps", url, idScope, ca: [caPem], operationsPerMinute: 1_000_000 };
    await workshop.services.add(service, connectionString);
    await workshop.authorities.createPilot("line-ca");
    await workshop.trust.add(utf8(this.#vendor.rootPem));
    await workshop.trust.add(this.#vendor.issuerDer);
    await workshop.close();
    const recipe = recipeSource({ attestation: this.#kind, idScope, endpoint, model: modelOf[this.#kind] });
    writeFileSync(join(data, "recipes", "recipe.yaml"), recipe);
    const [port] = this.#fixture.addresses.values();
    writeFileSync(join(data, "station.yaml"), JSON.stringify({ station: "One slot", slots: [{ name: "1", port }] }));
    await this.plugNext();
    const station = await OneSlotStation.start(data);
    await station.client.lots.open({ lot, recipe: `test-${this.#kind}`, quantity: null });
    await station.client.lots.use({ lot });
    const { state, problem } = await station.nextEnd();
    await station.close();
    if (state !== "pass") throw new Error(`the plant does not work: ${JSON.stringify(problem)}`);
  }

  async close(): Promise<void> {
    await this.#fixture.close();
    await this.#dps.close();
  }
}

/** Resolves with what is wrong if the service has not got the unit in time. */
export async function untilEnrolled({ client }: OneSlotStation, serialNumber: string): Promise<readonly string[]> {
  const giveUpMs = performance.now() + enrolledWithinMs;
  for (;;) {
    const { enrollment } = await client.units.get({ serialNumber });
    if (enrollment === "enrolled") return [];
    if (performance.now() > giveUpMs) return [`${serialNumber} is ${String(enrollment)} and not enrolled`];
    await delay(10);
  }
}
