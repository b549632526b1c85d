import { createHash, createPublicKey } from "node:crypto";
import { fromBase64 } from "../../main/base/bytes/base64.ts";
import { toBase64, toHex } from "../../main/base/bytes/bytes.ts";
import type { PracticeVendor } from "../../main/practice/vendor/practice-vendor.ts";
import { VirtualDevice } from "../../main/practice/virtual-device/virtual-device.ts";
import type { VirtualTpm } from "../../main/practice/virtual-tpm/virtual-tpm.ts";
import { readEndorsementKey } from "../../main/tpm/endorsement-key/read-endorsement-key.ts";
import { connectTpm } from "../../main/tpm/tpm.ts";
import { madeTpm } from "../harness/made-tpm.ts";
import type { SeededRandom } from "./seeded-random.ts";

export type Attestation = "tpm" | "x509";

/** One device of the soak, and who it is by its own word. */
export interface SoakUnit {
  readonly serialNumber: string;
  readonly device: VirtualDevice;
  /** Base64 TPM2B_PUBLIC; null without a TPM. */
  readonly endorsementKey: string | null;
  /** Carries the serial number of another unit: must never pass. */
  readonly impostor: boolean;
  readonly attestation: Attestation;
}

export const modelOf = { tpm: "GW-200", x509: "SN-100" } as const;
const mostIdle = 60;
const repeated = 0.4;
const impostors = 0.02;

/** What the device's own flash memory and TPM say: it is compared with the records. */
export interface OwnIdentity {
  readonly publicKeySha256: string | null;
  readonly endorsementKeySha256: string | null;
  readonly leafSha256: string | null;
  readonly registrationId: string | null;
}

export function ownIdentity({ device, endorsementKey }: SoakUnit): OwnIdentity {
  const { keyPrivate, chain, registration } = device;
  const spki =
    keyPrivate === undefined ? undefined : createPublicKey(keyPrivate).export({ type: "spki", format: "der" });
  return {
    publicKeySha256: spki === undefined ? null : sha256(spki),
    endorsementKeySha256: sha256OfBase64(endorsementKey),
    leafSha256: chain[0] === undefined ? null : sha256(chain[0]),
    registrationId: registration?.registrationId ?? null,
  };
}

export const sha256 = (bytes: Uint8Array): string => toHex(createHash("sha256").update(bytes).digest());

export const sha256OfBase64 = (text: string | null): string | null => (text === null ? null : sha256(fromBase64(text)));

/** The pile of units beside the line: new ones, ones that come again, and now and then one with a stolen number. */
export class SoakUnits {
  readonly #attestation: Attestation;
  readonly #random: SeededRandom;
  readonly #vendor: PracticeVendor;
  readonly #mostMade: number;
  readonly #idle: SoakUnit[] = [];
  readonly #passed = new Set<string>();
  #made = 0;

  constructor(attestation: Attestation, random: SeededRandom, vendor: PracticeVendor, mostMade: number) {
    this.#attestation = attestation;
    this.#random = random;
    this.#vendor = vendor;
    this.#mostMade = mostMade;
  }

  /** A unit that is in no slot. */
  async take(): Promise<SoakUnit> {
    const again = this.#idle.length > 0 && (this.#made >= this.#mostMade || this.#random.chance(repeated));
    if (!again) return await this.#make();
    const at = this.#random.below(this.#idle.length);
    const [unit] = this.#idle.splice(at, 1);
    if (unit === undefined) throw new Error("an empty pile");
    // Before the true one has passed, nobody could tell them apart.
    const canBeStolen = this.#attestation === "x509" && this.#passed.has(unit.serialNumber);
    if (!canBeStolen || !this.#random.chance(impostors)) return unit;
    this.#idle.push(unit);
    return { ...unit, device: deviceOf(unit.serialNumber, "x509"), impostor: true };
  }

  /** The pile stays small: memory must not grow by what the test itself keeps. */
  giveBack(unit: SoakUnit, passed: boolean): void {
    if (unit.impostor) return;
    if (passed) this.#passed.add(unit.serialNumber);
    this.#idle.push(unit);
    if (this.#made >= this.#mostMade || this.#idle.length <= mostIdle) return;
    for (const gone of this.#idle.splice(this.#random.below(mostIdle), 1)) this.#passed.delete(gone.serialNumber);
  }

  async #make(): Promise<SoakUnit> {
    this.#made += 1;
    const attestation = this.#attestation;
    const serialNumber = `${attestation === "tpm" ? "GW" : "SN"}${1_000_000 + this.#made * 37}`;
    if (attestation === "x509") {
      const device = deviceOf(serialNumber, attestation);
      return { serialNumber, device, endorsementKey: null, impostor: false, attestation };
    }
    const tpm = await madeTpm({ seed: this.#random.bytes(32), vendor: this.#vendor });
    const endorsementKey = toBase64((await readEndorsementKey(await connectTpm(tpm))).publicArea);
    return {
      serialNumber,
      device: deviceOf(serialNumber, attestation, tpm),
      endorsementKey,
      impostor: false,
      attestation,
    };
  }
}

const deviceOf = (serialNumber: string, attestation: Attestation, tpm?: VirtualTpm): VirtualDevice =>
  new VirtualDevice({ serialNumber, model: modelOf[attestation], tpm });
