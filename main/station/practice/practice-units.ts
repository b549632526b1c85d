import { randomBytes } from "node:crypto";
import type { PracticeFault } from "../../api/contract/index.ts";
import type { Log } from "../../base/log.ts";
import type { PracticeDps } from "../../practice/dps/practice-dps.ts";
import type { PracticeVendor } from "../../practice/vendor/practice-vendor.ts";
import {
  symmetricKeyCapabilities,
  VirtualDevice,
  type VirtualDeviceOptions,
} from "../../practice/virtual-device/virtual-device.ts";
import { VirtualTpm } from "../../practice/virtual-tpm/virtual-tpm.ts";
import { attestationKind } from "../../workflow/recipe/recipe-attestation.ts";
import type { Recipe } from "../../workflow/recipe/recipe-schema.ts";
import type { SlotWork } from "../../workflow/slots/slot.ts";
import { FieldLife } from "./field-life.ts";
import { practiceErrors } from "./practice-errors.ts";

export interface PracticeUnitsOptions {
  readonly vendor: PracticeVendor;
  readonly dps: PracticeDps;
  readonly log: Log;
  readonly work: () => SlotWork | undefined;
  /** What the records say of a unit. */
  readonly findUnit: (serialNumber: string) => Promise<{ readonly state: string } | undefined>;
}

interface MadeUnit {
  readonly serialNumber: string;
  readonly seed: Uint8Array;
  readonly device: VirtualDevice;
  readonly life: FieldLife;
}

const mostRemembered = 20;

type Attestation = ReturnType<typeof attestationKind>;

/** Makes virtual units that behave as the product's real ones: once provisioned and restarted, they register by themselves. */
export class PracticeUnits {
  readonly #options: PracticeUnitsOptions;
  readonly #lives = new Set<FieldLife>();
  /** Units without a fault, newest first: what a cloned one may be a clone of. */
  readonly #made: Readonly<Record<Attestation, MadeUnit[]>> = { tpm: [], x509: [], "symmetric-key": [] };
  #count = 0;

  constructor(options: PracticeUnitsOptions) {
    this.#options = options;
  }

  /**
   * A unit of the product the line builds now: one that was taken out and went to rework, else a new one. Throws `practice.*` where the
   * fault asks for what is not there.
   */
  async make(fault: PracticeFault, isPlugged: (unit: FieldLife) => boolean): Promise<FieldLife> {
    const work = this.#options.work();
    if (work === undefined) throw practiceErrors.noLot("no lot is chosen");
    const { product } = work.recipe.recipe;
    const kind = attestationKind(work.recipe.recipe);
    if (fault === "wrong-endorsement-certificate" && kind !== "tpm") {
      throw practiceErrors.faultNotHere("only a product with a TPM has an endorsement certificate");
    }
    const back = fault === "none" ? await this.#inRework(kind, product.model, isPlugged) : undefined;
    if (back !== undefined) return back.life;
    const earlier = fault === "known-key" ? await this.#cloned(kind) : undefined;
    const seed = earlier?.seed ?? randomBytes(32);
    const tpm = new VirtualTpm({
      seed,
      vendor: this.#options.vendor,
      endorsementCertificate: fault === "wrong-endorsement-certificate" ? "wrong-key" : "valid",
    });
    const serialNumber = await this.#nextSerialNumber(product.model);
    const isMute = fault === "no-serial";
    const device = new VirtualDevice({
      serialNumber: isMute ? undefined : serialNumber,
      model: product.model,
      ...(kind === "tpm" ? { tpm } : {}),
      ...firmwareFor(work.recipe.recipe),
      ...(kind === "symmetric-key" ? { capabilities: symmetricKeyCapabilities } : {}),
      ...(earlier === undefined ? {} : { savedState: earlier.device.save() }),
      fault,
      onRestart: () => {
        life.started();
      },
    });
    const { endpoint, caPem: ca } = this.#options.dps;
    const life = new FieldLife({ device, tpm, endpoint, ca, log: this.#options.log });
    if (earlier === undefined && !isMute) this.#keep(kind, { serialNumber, seed, device, life });
    this.#lives.add(life);
    return life;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#lives].map((life) => life.close()));
  }

  /** A cloned unit has the seed and the key of an earlier one. */
  async #cloned(attestation: Attestation): Promise<MadeUnit> {
    for (const unit of this.#made[attestation]) {
      if ((await this.#options.findUnit(unit.serialNumber))?.state === "provisioned") return unit;
    }
    throw practiceErrors.noEarlierUnit("no unit has passed yet that could be cloned");
  }

  /** It lies on the table until it is plugged in again. */
  async #inRework(attestation: Attestation, model: string, isPlugged: (unit: FieldLife) => boolean) {
    for (const unit of this.#made[attestation]) {
      if (unit.device.model !== model || isPlugged(unit.life)) continue;
      if ((await this.#options.findUnit(unit.serialNumber))?.state === "rework") return unit;
    }
    return undefined;
  }

  #keep(attestation: Attestation, unit: MadeUnit): void {
    const made = this.#made[attestation];
    made.unshift(unit);
    made.splice(mostRemembered);
  }

  async #nextSerialNumber(model: string): Promise<string> {
    for (;;) {
      this.#count += 1;
      const serialNumber = serialNumberOf(model, this.#count);
      if ((await this.#options.findUnit(serialNumber)) === undefined) return serialNumber;
    }
  }
}

/** The firmware that the recipe is for: with the identity group, or stock Zephyr's as the sample recipes have it. */
function firmwareFor({ smp }: Recipe): Pick<VirtualDeviceOptions, "zephyr" | "framing"> {
  const { identity, framing } = smp ?? {};
  if (identity === undefined) return { framing };
  return { framing, zephyr: { kind: "file" in identity.key ? "zephyr-fs" : "zephyr-settings" } };
}

/** As the sample products have it: GW-200 → GW200000017. */
const serialNumberOf = (model: string, count: number): string =>
  model.replaceAll(/[^A-Z0-9]/g, "").slice(0, 3) + String(count).padStart(8, "0");
