import type {
  EnrollmentChange,
  RunRecord,
  UnitDetail,
  UnitPrint,
  Verification,
  VerificationCheck,
} from "../../../main/api/contract/index.ts";
import { formatDateTime } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import type { ShapeName } from "../../ui/state-shape.tsx";
import { changeShapes } from "../parts/change-words.ts";
import { outcomeOf, outcomeShapes } from "../parts/unit-shapes.ts";
import { checkShapes, reasonOf } from "./unit-verdict.ts";

/** One thing that happened to a unit. */
export interface TimelineEntry {
  readonly key: string;
  /** ISO 8601. */
  readonly at: string;
  readonly shape: ShapeName;
  readonly title: string;
  readonly by: string | null;
  /** Where, why, what came of it: a line each. */
  readonly lines: readonly string[];
  readonly code: string | null;
  readonly run: RunRecord | null;
  readonly checks: readonly VerificationCheck[];
}

interface Happened {
  readonly unit: UnitDetail;
  readonly verifications: readonly Verification[];
  /** What people had done at the service. */
  readonly changes: readonly EnrollmentChange[];
}

type StateEntry = NonNullable<UnitDetail["stateHistory"]>[number];

const noMore = { code: null, run: null, checks: [] } as const;

/** All that happened to a unit, newest first: runs, verifications, moves between states, acts at the service, labels. */
export function timelineOf({ unit, verifications, changes }: Happened): readonly TimelineEntry[] {
  const moves = unit.stateHistory ?? [];
  // What a verification did to the state is told with the verification.
  const isOfVerification = (move: StateEntry) => verifications.some(({ at }) => at === move.at);
  const entries = [
    ...unit.runHistory.map(ofRun),
    ...verifications.map((one, index) =>
      ofVerification(
        one,
        index,
        moves.find(({ at }) => at === one.at),
      ),
    ),
    ...moves.filter((move) => !isOfVerification(move)).map(ofMove),
    ...changes.map(ofChange),
    ...(unit.prints ?? []).map(ofPrint),
  ];
  return entries.sort((a, b) => b.at.localeCompare(a.at));
}

const ofRun = (run: RunRecord): TimelineEntry => ({
  key: `run ${run.id}`,
  at: run.startedAt,
  shape: outcomeShapes[outcomeOf(run)],
  title: texts.verify.timeline.run(texts.units.outcomes[outcomeOf(run)]),
  by: run.operator,
  lines: [
    texts.unit.runPlace(run.slot, run.lot),
    ...(run.problem === null ? [] : [sentenceOf(run.problem), run.problem.detail]),
  ],
  code: run.problem?.code ?? null,
  run,
  checks: [],
});

function ofVerification(verification: Verification, index: number, move: StateEntry | undefined): TimelineEntry {
  const { at, outcome, operator, checks } = verification;
  const { timeline, checks: words } = texts.verify;
  const failed = checks.filter((check) => check.outcome !== "pass").map(({ id }) => words.names[id] ?? id);
  const now = move === undefined || move.toState === move.fromState ? "" : texts.units.states[move.toState];
  return {
    key: `verification ${at} ${index}`,
    at,
    shape: checkShapes[outcome],
    title: timeline.verification(words.outcomes[outcome]),
    by: operator,
    lines: [...(failed.length === 0 ? [] : [failed.join(", ")]), ...(now === "" ? [] : [timeline.to(now)])],
    code: checks.find((check) => check.outcome === "fail")?.code ?? null,
    run: null,
    checks,
  };
}

const moveShapes: Readonly<Partial<Record<StateEntry["toState"], ShapeName>>> = {
  provisioned: "pass",
  verified: "pass",
};

const ofMove = ({ act, toState, reason, operator, at }: StateEntry, index: number): TimelineEntry => ({
  key: `state ${at} ${index}`,
  at,
  shape: moveShapes[toState] ?? "off",
  title: texts.verify.moves[act] ?? act,
  by: operator,
  lines: [
    reasonOf({ act, reason }),
    ...(act === "release" ? [texts.verify.timeline.to(texts.units.states[toState])] : []),
  ],
  ...noMore,
});

const ofPrint = (print: UnitPrint, index: number): TimelineEntry => ({
  ...noMore,
  key: `print ${print.at} ${index}`,
  at: print.at,
  shape: shapeOfPrint(print),
  title: texts.verify.timeline.prints[print.outcome],
  by: print.operator,
  lines: [`${print.template} · ${print.printer} · ${print.copies}×`, print.reprintReason ?? "", scanOfPrint(print)],
  code: print.code,
});

function shapeOfPrint({ outcome, scanBack }: UnitPrint): ShapeName {
  if (outcome === "failed" || scanBack?.outcome === "wrong") return "fail";
  return scanBack?.outcome === "never" ? "attention" : "pass";
}

/** Empty where no scan was asked for. */
function scanOfPrint({ scanBack = null }: UnitPrint): string {
  if (scanBack === null) return "";
  const { outcome, scanned, operator, at } = scanBack;
  const words = texts.verify.timeline.scanBack;
  const said = outcome === "wrong" ? words.wrong(scanned ?? "") : words[outcome];
  return [said, operator, at === null ? null : formatDateTime(Date.parse(at))]
    .filter((part) => part !== null)
    .join(" · ");
}

function ofChange({ id, at, act, state, by, reason, code }: EnrollmentChange): TimelineEntry {
  const words = texts.service.changes;
  return {
    ...noMore,
    key: `change ${id}`,
    at,
    shape: changeShapes[state],
    title: texts.verify.timeline.atService(words.acts[act], words.states[state]),
    by: by === "" ? null : by,
    lines: [reason],
    code,
  };
}
