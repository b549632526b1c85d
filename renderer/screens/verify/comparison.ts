import type { UnitDetail, Verification } from "../../../main/api/contract/index.ts";
import { formatDateTime, formatDay, formatDuration } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { lastDay } from "../parts/last-day.ts";
import { factName, factValue } from "./evidence-words.ts";

export interface ComparedUnit {
  readonly unit: UnitDetail;
  /** The last. */
  readonly verification: Verification | undefined;
}

/** differs: ought to be the same · own: every unit has its own · shared: ought to be its own, and both have it. */
export type Likeness = "same" | "differs" | "own" | "shared";

export interface ComparedRow {
  readonly name: string;
  readonly left: string;
  readonly right: string;
  readonly likeness: Likeness;
}

export interface ComparedGroup {
  readonly title: string;
  readonly rows: readonly ComparedRow[];
}

export const isRemarkable = ({ likeness }: ComparedRow): boolean => likeness === "differs" || likeness === "shared";

interface Line {
  readonly name: string;
  readonly of: (side: ComparedUnit) => string;
  /** own: no two units may have the same · free: it is nothing to say of two units that they differ in it. */
  readonly kind?: "own" | "free";
}

/** Two units side by side, and what of it ought not to be so. */
export function compareUnits(left: ComparedUnit, right: ComparedUnit): readonly ComparedGroup[] {
  const { groups } = texts.verify.compare;
  return [
    { title: groups.identity, lines: identityLines() },
    { title: groups.built, lines: builtLines() },
    { title: groups.checks, lines: checkLines(left, right) },
    { title: groups.certificates, lines: certificateLines() },
    { title: groups.tpm, lines: factLines(left, right) },
  ]
    .map(({ title, lines }) => ({ title, rows: lines.map((line) => rowOf(line, left, right)).filter(isSaid) }))
    .filter(({ rows }) => rows.length > 0);
}

function rowOf({ name, of, kind }: Line, left: ComparedUnit, right: ComparedUnit): ComparedRow {
  const [a, b] = [of(left), of(right)];
  return { name, left: a, right: b, likeness: a === b ? sameness(kind) : difference(kind, a !== "" && b !== "") };
}

const sameness = (kind: Line["kind"]): Likeness => (kind === "own" ? "shared" : "same");

/** One that lacks its own differs from one that has it. */
const difference = (kind: Line["kind"], both: boolean): Likeness =>
  kind === "free" || (kind === "own" && both) ? "own" : "differs";

/** What neither has is no line. */
const isSaid = ({ left, right }: ComparedRow): boolean => left !== "" || right !== "";

function identityLines(): readonly Line[] {
  const { unit, units, lot } = texts;
  return [
    { name: units.serialNumber, kind: "own", of: (side) => side.unit.serialNumber },
    { name: unit.registrationId, kind: "own", of: (side) => side.unit.registrationId ?? "" },
    { name: unit.deviceId, kind: "own", of: (side) => side.unit.enrollmentDetail?.deviceId ?? "" },
    { name: unit.endorsementKey, kind: "own", of: (side) => side.unit.endorsementKey ?? "" },
    {
      name: unit.attestation,
      of: (side) => (side.unit.attestation === null ? "" : lot.attestations[side.unit.attestation]),
    },
    { name: units.state, of: (side) => units.states[side.unit.state] },
    {
      name: unit.enrollment,
      of: (side) => (side.unit.enrollment === null ? "" : units.enrollments[side.unit.enrollment]),
    },
    {
      name: unit.service,
      of: (side) => side.unit.enrollmentDetail?.service ?? side.unit.enrollmentGroup?.service ?? "",
    },
    {
      name: unit.registered,
      of: (side) => {
        const status = side.unit.enrollmentDetail?.registration?.status;
        return status === undefined ? "" : (unit.registrations[status] ?? status);
      },
    },
    { name: unit.assignedHub, of: (side) => side.unit.assignedHub ?? "" },
  ];
}

function builtLines(): readonly Line[] {
  const { units, verify } = texts;
  return [
    { name: units.model, of: (side) => side.unit.model },
    { name: units.lot, of: (side) => side.unit.lot },
    { name: verify.compare.lastRun, of: (side) => lastOutcome(side.unit) },
    { name: texts.unit.runs, kind: "free", of: (side) => String(side.unit.runs) },
  ];
}

const lastOutcome = ({ lastOutcome: last }: UnitDetail): string => (last === null ? "" : texts.units.outcomes[last]);

/** The last verification check by check. */
function checkLines(left: ComparedUnit, right: ComparedUnit): readonly Line[] {
  const { checks } = texts.verify;
  const ids = new Set([left, right].flatMap(({ verification }) => verification?.checks.map(({ id }) => id) ?? []));
  return [...ids].map((id) => ({
    name: checks.names[id] ?? id,
    of: ({ verification }) => {
      const check = verification?.checks.find((one) => one.id === id);
      return check === undefined ? "" : [checks.outcomes[check.outcome], check.code ?? ""].join(" ").trim();
    },
  }));
}

function certificateLines(): readonly Line[] {
  const { unit } = texts;
  const own = ({ unit: { certificates, endorsementCertificates } }: ComparedUnit) =>
    certificates[0] ?? endorsementCertificates[0];
  const said = (at: string | null | undefined, day: (ms: number) => string) =>
    at === null || at === undefined ? "" : day(Date.parse(at));
  return [
    { name: unit.issuer, of: (side) => own(side)?.issuer ?? "" },
    {
      name: unit.validity,
      kind: "free",
      of: (side) => {
        const [from, to] = [said(own(side)?.notBefore, formatDay), said(own(side)?.notAfter, lastDay)];
        return from === "" && to === "" ? "" : unit.validityRange(from, to);
      },
    },
    { name: unit.fingerprint, kind: "own", of: (side) => own(side)?.sha256 ?? "" },
  ];
}

function factLines(left: ComparedUnit, right: ComparedUnit): readonly Line[] {
  const names = new Set([...Object.keys(left.unit.facts), ...Object.keys(right.unit.facts)]);
  return [...names].map((name) => ({
    name: factName(name),
    of: ({ unit: { facts } }) => {
      const value = facts[name];
      return value === undefined ? "" : factValue(name, value);
    },
  }));
}

/** What is told of a side above the table. */
export const sideNote = ({ unit, verification }: ComparedUnit): string => {
  const run = unit.runHistory[0];
  const parts = [
    run?.ms === null || run === undefined ? "" : `${texts.verify.compare.time} ${formatDuration(run.ms)}`,
    verification === undefined
      ? texts.verify.checks.none
      : `${texts.verify.compare.verified} ${formatDateTime(Date.parse(verification.at))}`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
};
