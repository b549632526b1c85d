import { createHash, createPublicKey } from "node:crypto";
import { toBase64, toHex } from "../../../main/base/bytes/bytes.ts";
import type { PracticeVendor } from "../../../main/practice/vendor/practice-vendor.ts";
import { symmetricKeyCapabilities, VirtualDevice } from "../../../main/practice/virtual-device/virtual-device.ts";
import { readEndorsementKey } from "../../../main/tpm/endorsement-key/read-endorsement-key.ts";
import { connectTpm } from "../../../main/tpm/tpm.ts";
import { madeTpm } from "../../harness/made-tpm.ts";
import type { SeededRandom } from "../seeded-random.ts";

export const crashKinds = ["tpm", "x509", "symmetric-key"] as const;
export type CrashKind = (typeof crashKinds)[number];
export const modelOf = { tpm: "GW-200", x509: "SN-100", "symmetric-key": "SK-100" } as const;

/** A device that outlives every station, and who it is by its own word. */
export interface CrashUnit {
  readonly kind: CrashKind;
  readonly serialNumber: string;
  readonly device: VirtualDevice;
  /** Base64 TPM2B_PUBLIC; null without a TPM. */
  readonly endorsementKey: string | null;
}

/** What is in a device's own memory. */
export interface HeldIdentity {
  readonly registrationId: string | null;
  /** Of a symmetric key SHA-256 of the key; null for none yet. */
  readonly publicKeySha256: string | null;
  /** DER of the leaf. */
  readonly certificate: Uint8Array | null;
}

export const sha256 = (bytes: Uint8Array): string => toHex(createHash("sha256").update(bytes).digest());

export function heldIdentity({ device, endorsementKey }: CrashUnit): HeldIdentity {
  const { keyPrivate, chain, registration, symmetricKey } = device;
  const spki =
    keyPrivate === undefined ? undefined : createPublicKey(keyPrivate).export({ type: "spki", format: "der" });
  const key = endorsementKey === null ? (symmetricKey ?? spki) : Buffer.from(endorsementKey, "base64");
  return {
    registrationId: registration?.registrationId ?? null,
    publicKeySha256: key === undefined ? null : sha256(key),
    certificate: chain[0] ?? null,
  };
}

export const heldCertificates = (units: readonly CrashUnit[]) =>
  units.map((unit) => ({ serialNumber: unit.serialNumber, certificate: unit.device.chain[0] ?? null }));

const serialNumberStart = { tpm: "GW", x509: "SN", "symmetric-key": "SK" } as const;
const repeated = 0.25;

/** The units beside the line: new ones, and some that come again. */
export class CrashUnits {
  readonly all: CrashUnit[] = [];
  readonly #idle: Record<CrashKind, CrashUnit[]> = { tpm: [], x509: [], "symmetric-key": [] };
  readonly #random: SeededRandom;
  readonly #vendor: PracticeVendor;

  constructor(random: SeededRandom, vendor: PracticeVendor) {
    this.#random = random;
    this.#vendor = vendor;
  }

  /** TPMs are made before the shift: their keys take the processor for a while. */
  async makeTpms(count: number): Promise<void> {
    for (let made = 0; made < count; made += 1) {
      const tpm = await madeTpm({ seed: this.#random.bytes(32), vendor: this.#vendor });
      const endorsementKey = toBase64((await readEndorsementKey(await connectTpm(tpm))).publicArea);
      const serialNumber = this.#nextSerialNumber("tpm");
      const device = new VirtualDevice({ serialNumber, model: modelOf.tpm, tpm });
      this.giveBack(this.#keep({ kind: "tpm", serialNumber, device, endorsementKey }));
    }
  }

  /** A unit that is in no slot; undefined if all there are of this kind are in use. */
  take(kind: CrashKind): CrashUnit | undefined {
    const idle = this.#idle[kind];
    if (kind === "tpm" || (idle.length > 0 && this.#random.chance(repeated)))
      return idle.splice(this.#random.below(idle.length), 1)[0];
    const serialNumber = this.#nextSerialNumber(kind);
    const device = new VirtualDevice({
      serialNumber,
      model: modelOf[kind],
      ...(kind === "symmetric-key" ? { capabilities: symmetricKeyCapabilities } : {}),
    });
    return this.#keep({ kind, serialNumber, device, endorsementKey: null });
  }

  giveBack(unit: CrashUnit): void {
    this.#idle[unit.kind].push(unit);
  }

  #keep(unit: CrashUnit): CrashUnit {
    this.all.push(unit);
    return unit;
  }

  #nextSerialNumber(kind: CrashKind): string {
    return `${serialNumberStart[kind]}${1_000_000 + this.all.length}`;
  }
}
