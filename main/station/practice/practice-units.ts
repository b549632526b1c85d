import { randomBytes } from "node:crypto";
import type { PracticeFault } from "../../api/contract/index.ts";
import { sleep } from "../../base/async/sleep.ts";
import type { Log } from "../../base/log.ts";
import type { PracticeDps } from "../../practice/dps/practice-dps.ts";
import { registerDevice } from "../../practice/field-client/register-device.ts";
import type { PracticeVendor } from "../../practice/vendor/practice-vendor.ts";
import { VirtualDevice } from "../../practice/virtual-device/virtual-device.ts";
import { VirtualTpm } from "../../practice/virtual-tpm/virtual-tpm.ts";
import type { SlotWork } from "../../workflow/slots/slot.ts";
import { practiceErrors } from "./practice-errors.ts";

export interface PracticeUnitsOptions {
  readonly vendor: PracticeVendor;
  readonly dps: PracticeDps;
  readonly log: Log;
  readonly work: () => SlotWork | undefined;
  /** Units already in the records: serial numbers go on from there. */
  readonly unitCount: number;
}

const registrationTries = 12;

/** Makes virtual units that behave as the product's real ones: once provisioned and restarted, they register by themselves. */
export class PracticeUnits {
  readonly #options: PracticeUnitsOptions;
  readonly #closing = new AbortController();
  readonly #registering = new Set<Promise<void>>();
  #count: number;
  #earlier: { readonly seed: Uint8Array; readonly device: VirtualDevice } | undefined;

  constructor(options: PracticeUnitsOptions) {
    this.#options = options;
    this.#count = options.unitCount;
  }

  /** A unit of the product the line builds now. Throws `practice.*` where the fault asks for what is not there. */
  async make(fault: PracticeFault): Promise<VirtualDevice> {
    const work = this.#options.work();
    if (work === undefined) throw practiceErrors.noLot("no lot is chosen");
    const { attestation, product } = work.recipe.recipe;
    if (fault === "wrong-endorsement-certificate" && attestation.type !== "tpm") {
      throw practiceErrors.faultNotHere("only a product with a TPM has an endorsement certificate");
    }
    const { earlier, seed } = this.#seedFor(fault);
    this.#count += 1;
    const tpm = new VirtualTpm({
      seed,
      vendor: this.#options.vendor,
      endorsementCertificate: fault === "wrong-endorsement-certificate" ? "wrong-key" : "valid",
    });
    const device = new VirtualDevice({
      serialNumber: serialNumberOf(product.model, this.#count),
      model: product.model,
      ...(attestation.type === "tpm" ? { tpm } : {}),
      ...(earlier === undefined ? {} : { savedState: earlier.save() }),
      fault,
      onRestart: (restarted) => {
        this.#registerInBackground(restarted, tpm);
      },
    });
    if (fault === "none") this.#earlier = { seed, device };
    return Promise.resolve(device);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#registering);
  }

  /** A cloned unit has the seed and the key of an earlier one. */
  #seedFor(fault: PracticeFault): { readonly seed: Uint8Array; readonly earlier: VirtualDevice | undefined } {
    if (fault !== "known-key") return { seed: randomBytes(32), earlier: undefined };
    if (this.#earlier === undefined)
      throw practiceErrors.noEarlierUnit("no unit has been made yet that could be cloned");
    return { seed: this.#earlier.seed, earlier: this.#earlier.device };
  }

  #registerInBackground(device: VirtualDevice, tpm: VirtualTpm): void {
    const registering = this.#register(device, tpm).catch((error: unknown) => {
      if (!this.#closing.signal.aborted) this.#options.log.warn({ error }, "a practice device could not register");
    });
    this.#registering.add(registering);
    void registering.finally(() => this.#registering.delete(registering));
  }

  /** As in the field, the entry may not be at the service yet: the device tries again, with growing pauses. */
  async #register(device: VirtualDevice, tpm: VirtualTpm): Promise<void> {
    const { registration, keyPrivate, chain } = device;
    if (registration === undefined) return;
    const { dps } = this.#options;
    const { signal } = this.#closing;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await registerDevice({
          endpoint: dps.endpoint,
          ca: dps.caPem,
          registration,
          ...(registration.attestation === "tpm" || keyPrivate === undefined
            ? { tpm }
            : { x509: { key: keyPrivate, chain } }),
          signal,
        });
        return;
      } catch (error) {
        if (attempt >= registrationTries || signal.aborted) throw error;
        await sleep(Math.min(250 * 2 ** attempt, 15_000), signal);
      }
    }
  }
}

/** As the sample products have it: GW-200 → GW200000017. */
const serialNumberOf = (model: string, count: number): string =>
  model.replaceAll(/[^A-Z0-9]/g, "").slice(0, 3) + String(count).padStart(8, "0");
