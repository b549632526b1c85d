import { z } from "zod";
import { leafSha256 } from "../database/leaf-sha256.ts";
import { unitRow, unitStateRow } from "../database/rows/unit-rows.ts";
import { digestedIdentity, digestOfIdentity } from "./identity-digest.ts";
import type { RowFault } from "./row-fault.ts";

/** A unit with its identity, whose columns are all null where it has none. */
export const toldUnit = z.object({
  id: z.int(),
  serialNumber: unitRow.shape.serialNumber,
  state: unitRow.shape.state,
  firstRun: z.int().nullable(),
  run: z.int().nullable(),
  deviceId: z.string().nullable(),
  /** The service had another device id, and a person took it. */
  deviceRenamed: z.int(),
  chain: z.string().nullable(),
  attestation: z.string().nullable(),
  registrationId: z.string().nullable(),
  endorsementKey: z.string().nullable(),
  publicKeySha256: z.string().nullable(),
  certificateSerialNumber: z.string().nullable(),
  certificateSha256: z.string().nullable(),
  enrollmentGroup: z.string().nullable(),
  groupService: z.string().nullable(),
  facts: z.string().nullable(),
});

const told = z.object({
  to: z.string().optional(),
  from: z.string().optional(),
  attestation: z.string().optional(),
  registrationId: z.string().optional(),
  deviceId: z.string().optional(),
  publicKeySha256: z.string().optional(),
  /** `digestOfIdentity`; entries of earlier versions have none. */
  identity: z.string().optional(),
});

export const toldEntry = z.object({
  subject: z.string(),
  act: z.string(),
  reason: z.string().nullable(),
  facts: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(told),
});

export const toldMove = unitStateRow.pick({ unit: true, act: true, fromState: true, toState: true, reason: true });

type Entry = z.output<typeof toldEntry>;
type Unit = z.output<typeof toldUnit>;

export interface ToldUnit {
  readonly row: Unit;
  /** In the order of the trail. */
  readonly entries: readonly Entry[];
  readonly moves: readonly z.output<typeof toldMove>[];
}

/** `runsBefore`: runs that were there when the trail began. `told` false: nothing is said of the unit. */
export function judgeUnit(
  unit: ToldUnit,
  runsBefore: number,
): { readonly told: boolean; readonly fault: RowFault | null } {
  const fault = judgeIdentity(unit, runsBefore) ?? judgeMoves(unit) ?? judgeState(unit, runsBefore);
  return { told: unit.entries.length > 0 || unit.row.run === null, fault };
}

function judgeIdentity({ row, entries }: ToldUnit, runsBefore: number): RowFault | null {
  const subject = row.serialNumber;
  const newest = entries.findLast(({ facts }) => facts.publicKeySha256 !== undefined)?.facts;
  if (row.run === null)
    return newest === undefined ? null : { kind: "identity", subject, detail: "it passed and has no identity" };
  if (row.certificateSerialNumber !== null && leafSha256(row.chain) !== row.certificateSha256)
    return { kind: "certificate", subject, detail: `certificate ${row.certificateSerialNumber} is not what was kept` };
  if (newest === undefined)
    return row.run <= runsBefore ? null : { kind: "identity", subject, detail: "no entry tells of its identity" };
  const members = ["attestation", "registrationId", "publicKeySha256"] as const;
  const changed = members.find((member) => newest[member] !== undefined && !isSame(newest[member], row[member]));
  if (changed !== undefined)
    return { kind: "identity", subject, detail: `its ${changed} is not the one it passed with` };
  if (newest.identity !== undefined && newest.identity !== digestOfIdentity(digestedIdentity.parse(row)))
    return { kind: "identity", subject, detail: "its identity or certificate is not the one it passed with" };
  const deviceId = entries.findLast(({ facts }) => facts.deviceId !== undefined)?.facts.deviceId;
  const isDeviceSame = deviceId === undefined || deviceId === row.deviceId || row.deviceRenamed === 1;
  return isDeviceSame ? null : { kind: "device-id", subject, detail: "its device id is not the one it passed with" };
}

/** Entries have the digest as it was given, rows in lower case. */
const isSame = (entry: string | undefined, row: string | null): boolean =>
  entry === row || entry?.toLowerCase() === row?.toLowerCase();

const isMove = ({ act, facts }: Entry): boolean => act.startsWith("unit-") && facts.to !== undefined;

/** The history of states is in the trail move by move. */
function judgeMoves({ row, entries, moves }: ToldUnit): RowFault | null {
  const inTrail = entries.filter(isMove);
  const differs = moves.findIndex((move, index) => {
    const entry = inTrail[index];
    return (
      entry?.act !== `unit-${move.act}` ||
      entry.facts.from !== move.fromState ||
      entry.facts.to !== move.toState ||
      entry.reason !== move.reason.toWellFormed()
    );
  });
  if (differs === -1 && moves.length === inTrail.length) return null;
  const number = differs === -1 ? moves.length + 1 : differs + 1;
  return { kind: "unit-state", subject: row.serialNumber, detail: `move ${number} of its history is not as told` };
}

/** A unit is new until its first PASS; what else becomes of it is told each time. */
function judgeState({ row, entries }: ToldUnit, runsBefore: number): RowFault | null {
  let state: string | undefined = row.firstRun === null || row.firstRun <= runsBefore ? undefined : "new";
  for (const entry of entries) {
    if (isMove(entry)) state = entry.facts.to;
    else if (entry.act === "run-passed" && state === "new") state = "provisioned";
  }
  if (state === undefined || state === row.state) return null;
  return { kind: "unit-state", subject: row.serialNumber, detail: `it is ${row.state}, and ${state} by the trail` };
}
