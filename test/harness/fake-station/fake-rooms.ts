import type {
  Lot,
  LotDetail,
  LotUnitsFilter,
  LotUnitsSort,
  ManifestReport,
  UnitDetail,
  UnitMove,
  UnitNameKind,
  UnitRow,
  UnitState,
  VerificationCheck,
  VerifyEvent,
} from "../../../main/api/contract/index.ts";
import { sha256Hex } from "./fake-records.ts";

const after: Readonly<Record<UnitMove["act"], { readonly from: readonly UnitState[]; readonly to: UnitState }>> = {
  quarantine: { from: ["new", "provisioned", "verified", "rework"], to: "quarantined" },
  release: { from: ["quarantined"], to: "provisioned" },
  rework: { from: ["provisioned", "verified", "quarantined"], to: "rework" },
  scrap: { from: ["new", "provisioned", "verified", "quarantined", "rework"], to: "scrapped" },
};
const acts = ["quarantine", "release", "rework", "scrap"] as const;

export const fakeMoves = ({ state }: UnitDetail): UnitMove[] =>
  acts
    .filter((act) => after[act].from.includes(state))
    .map((act) => ({ act, to: after[act].to, right: "quality", may: true, second: act === "scrap", refused: null }));

export const fakeLotDetail = (lot: Lot, units: readonly UnitDetail[]): LotDetail => {
  const own = units.filter((unit) => unit.lot === lot.lot);
  const counts: Partial<Record<UnitState, number>> = {};
  for (const { state } of own) counts[state] = (counts[state] ?? 0) + 1;
  const runs = own.reduce((sum, unit) => sum + unit.runs, 0);
  return { ...lot, units: counts, runs, firstPassAt: null, lastPassAt: null, seals: [], manifests: [] };
};

interface Page {
  readonly lot: string;
  readonly sort: LotUnitsSort;
  readonly descending: boolean;
  readonly filter: LotUnitsFilter;
  readonly prefix: string;
  readonly after: string | null;
  readonly offset: number;
  readonly limit: number;
}

export function fakeLotUnits(all: readonly UnitDetail[], page: Page): { units: UnitRow[]; total: number } {
  const wanted = all.filter(
    (unit) => unit.lot === page.lot && unit.serialNumber.startsWith(page.prefix) && passes(unit, page.filter),
  );
  const sorted = page.sort === "built" ? wanted : wanted.toSorted((a, b) => (a.serialNumber < b.serialNumber ? -1 : 1));
  const rows = page.descending ? sorted.toReversed() : sorted;
  const from = page.after === null ? 0 : rows.findIndex(({ serialNumber }) => serialNumber === page.after) + 1;
  return { units: rows.slice(from + page.offset, from + page.offset + page.limit), total: wanted.length };
}

function passes(unit: UnitDetail, filter: LotUnitsFilter): boolean {
  if (filter === "all") return true;
  if (filter === "failed") return unit.lastOutcome === "fail";
  return filter === "on-hold" ? ["quarantined", "rework"].includes(unit.state) : unit.state === filter;
}

export function fakeFind(units: readonly UnitDetail[], text: string): { found: { by: UnitNameKind; unit: UnitRow }[] } {
  const found = units.find((unit) => [unit.serialNumber, unit.registrationId].includes(text));
  const by = found?.serialNumber === text ? "serial-number" : "registration-id";
  return { found: found === undefined ? [] : [{ by, unit: found }] };
}

const checks: readonly VerificationCheck[] = [
  "certificate-chain",
  "registration",
  "enrollment",
  "registration-state",
].map((id) => ({ id, outcome: "pass", code: null, expected: "as recorded", found: "as recorded" }));

export async function* fakeVerification({ serialNumber }: UnitDetail): AsyncGenerator<VerifyEvent, void> {
  yield { type: "started", serialNumber, count: checks.length };
  for (const [index, check] of checks.entries()) yield { type: "check", number: index + 1, check, ms: 40 };
  const at = new Date().toISOString();
  yield {
    type: "done",
    serialNumber,
    verification: { outcome: "pass", checks: [...checks], operator: null, station: "Line 2", at },
    state: "verified",
  };
}

export const fakeManifestReport = (): ManifestReport => ({
  intact: true,
  header: null,
  count: 0,
  root: sha256Hex(""),
  signer: null,
  madeHere: false,
  findings: [],
  findingCount: 0,
});
