import { createHash } from "node:crypto";
import type {
  CertificateView,
  Lot,
  Problem,
  RecipeSummary,
  RunRecord,
  UnitDetail,
} from "../../../main/api/contract/index.ts";

export const sha256Hex = (text: string): string => createHash("sha256").update(text).digest("hex");

export const fakeRecipes: readonly RecipeSummary[] = [
  { recipe: "gateway-tpm", model: "GW-200", attestation: "tpm", hash: sha256Hex("gateway-tpm") },
  { recipe: "sensor-x509", model: "SN-40", attestation: "x509", hash: sha256Hex("sensor-x509") },
];

const hour = 3_600_000;

/** Counters are kept by the fake station; firsts counts units that passed at their first run. */
export function openFakeLot(
  name: string,
  recipe: RecipeSummary,
  quantity: number | null,
  openedAtMs = Date.now() - 2 * hour,
): Lot {
  return {
    lot: name,
    recipe: recipe.recipe,
    recipeHash: recipe.hash,
    model: recipe.model,
    attestation: recipe.attestation,
    state: "open",
    quantity,
    openedAt: new Date(openedAtMs).toISOString(),
    openedBy: null,
    closedAt: null,
    closedBy: null,
    remaining: quantity,
    onHold: 0,
    done: 0,
    scrapped: 0,
    failed: 0,
    firstPassYield: null,
    perHour: 0,
    sealedAt: null,
  };
}

export function newFakeUnit(serialNumber: string, lot: Lot): UnitDetail {
  const registrationId = lot.attestation === "tpm" ? sha256Hex(serialNumber).slice(0, 52) : serialNumber.toLowerCase();
  return {
    serialNumber,
    model: lot.model,
    lot: lot.lot,
    state: "new",
    registrationId,
    enrollment: null,
    assignedHub: null,
    runs: 0,
    lastOutcome: null,
    updatedAt: new Date().toISOString(),
    attestation: lot.attestation === "tpm" ? "tpm" : "x509",
    endorsementKey: null,
    facts: {},
    certificates: [],
    endorsementCertificates: [],
    enrollmentDetail: null,
    enrollmentGroup: null,
    runHistory: [],
  };
}

/** What a passed unit shows: key, facts, certificates, a queued enrollment. */
export function provisionFakeUnit(unit: UnitDetail, run: RunRecord): UnitDetail {
  const tpm = unit.attestation === "tpm";
  return {
    ...unit,
    state: "provisioned",
    enrollment: "queued",
    endorsementKey: tpm ? Buffer.from(sha256Hex(unit.serialNumber).repeat(4)).toString("base64") : null,
    facts: tpm
      ? {
          manufacturer: "TMPR",
          vendorString: "Practice TPM",
          firmwareVersion: "7.85.4555.0",
          "spec revision": 1.59,
          "endorsement key source": "persistent 0x81010001",
        }
      : {},
    certificates: tpm ? [] : [fakeCertificate(unit.serialNumber, false)],
    endorsementCertificates: tpm
      ? [
          {
            ...fakeCertificate(unit.serialNumber, true),
            nvIndex: "0x01c00002",
            grade: "verified",
            accepted: true,
            detail: "TPM Model=Practice < CN=Practice TPM Vendor EK CA",
            reasons: [{ says: "chain", facts: ["TPM Model=Practice", "CN=Practice TPM Vendor EK CA"] }],
            key: "the endorsement key that DPS clients use",
            keySaid: { says: "endorsement-key", facts: [] },
          },
        ]
      : [],
    enrollmentDetail: {
      state: "queued",
      status: null,
      service: "practice-dps",
      deviceId: unit.serialNumber,
      attempts: 0,
      code: null,
      detail: null,
      updatedAt: new Date().toISOString(),
      registration: null,
    },
    updatedAt: new Date(Date.parse(run.startedAt) + (run.ms ?? 0)).toISOString(),
  };
}

export function enrollFakeUnit(unit: UnitDetail): UnitDetail {
  if (unit.enrollmentDetail === null) return unit;
  const now = new Date().toISOString();
  const hub = "practice-hub-1.azure-devices.example";
  return {
    ...unit,
    enrollment: "enrolled",
    assignedHub: hub,
    updatedAt: now,
    enrollmentDetail: {
      ...unit.enrollmentDetail,
      state: "enrolled",
      status: "enabled",
      attempts: 1,
      updatedAt: now,
      registration: { status: "assigned", assignedHub: hub, deviceId: unit.serialNumber, at: now },
    },
  };
}

function fakeCertificate(serialNumber: string, tpm: boolean): CertificateView {
  const body =
    Buffer.from(sha256Hex(serialNumber).repeat(12))
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return {
    subject: tpm
      ? "TPM Manufacturer=id:544D5052, TPM Model=Practice"
      : `CN=${serialNumber.toLowerCase()}, O=Touchmark Practice`,
    issuer: tpm ? "CN=Practice TPM Vendor EK CA" : "CN=Practice Line CA",
    serialNumber: sha256Hex(`${serialNumber}-certificate`).slice(0, 20),
    notBefore: new Date(Date.now() - 30 * 24 * hour).toISOString(),
    notAfter: new Date(Date.now() + 3620 * 24 * hour).toISOString(),
    sha256: sha256Hex(`${serialNumber}-der`),
    pem: ["-----BEGIN CERTIFICATE-----", ...body, "-----END CERTIFICATE-----", ""].join("\n"),
  };
}

/** The failure of each practice fault and the number of steps that pass before it. */
export const fakeFailures: Readonly<Record<string, { readonly after: number; readonly problem: Problem }>> = {
  silent: {
    after: 0,
    problem: {
      code: "link.timeout",
      sentence: "Reseat the plug, then press Try again.",
      detail: "no response to identity/describe within 2000 ms, 3 attempts",
      retry: "same-unit",
    },
  },
  "unplugged-half-way": {
    after: 4,
    problem: {
      code: "link.lost",
      sentence: "Reseat the plug, then press Try again.",
      detail: "port closed while 212 of 316 bytes of the response were read",
      retry: "same-unit",
    },
  },
  "wrong-endorsement-certificate": {
    after: 3,
    problem: {
      code: "tpm.certificate-mismatch",
      sentence: "This unit's key does not fit. Put it in the red bin.",
      detail: "the certificate at NV index 0x01c00002 certifies another public key than the one at 0x81010001",
      retry: "never",
    },
  },
  garbage: {
    after: 1,
    problem: {
      code: "link.bad-frame",
      sentence: "Reseat the plug, then press Try again.",
      detail: "CRC-16 0x1d0f expected, 0x8a42 found; 14 frames dropped in 2000 ms",
      retry: "same-unit",
    },
  },
  "known-key": {
    after: 2,
    problem: {
      code: "records.known-key",
      sentence: "Set this unit aside and call the engineer.",
      detail: "the endorsement key is already that of GW220000101, run 2 of lot PRACTICE-1",
      retry: "never",
    },
  },
};
