import type { UnitDetail, Verification } from "../../../main/api/contract/index.ts";
import { formatDateTime } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import type { ShapeName } from "../../ui/state-shape.tsx";

type CheckOutcome = Verification["outcome"];

export interface UnitVerdict {
  readonly shape: ShapeName;
  readonly word: string;
  /** Why, in a sentence; empty when the word says it all. */
  readonly why: string;
}

export const checkShapes: Readonly<Record<CheckOutcome, ShapeName>> = {
  pass: "pass",
  fail: "fail",
  unknown: "attention",
};

/** What the records say of a unit now: a hold first, then what QA found, then how its last run ended. */
export function verdictOf(unit: UnitDetail, verifications: readonly Verification[] = []): UnitVerdict {
  const { verdicts } = texts.unit;
  if (unit.state === "quarantined" || unit.state === "rework" || unit.state === "scrapped")
    return { shape: "off", word: verdicts.held(texts.units.states[unit.state]), why: heldWhy(unit) };
  const problem = unit.runHistory[0]?.problem ?? null;
  const why = problem === null ? "" : sentenceOf(problem);
  switch (unit.lastOutcome) {
    case "running":
      return { shape: "running", word: verdicts.running, why: "" };
    case "fail":
      return { shape: "fail", word: verdicts.failed, why };
    case "interrupted":
      return { shape: "attention", word: verdicts.interrupted, why };
    case "set-aside":
      return { shape: "aside", word: texts.units.outcomes["set-aside"], why };
    case "pass":
      return passedVerdict(unit, verifications);
    default:
      return { shape: "waiting", word: verdicts.none, why: "" };
  }
}

function passedVerdict(unit: UnitDetail, verifications: readonly Verification[]): UnitVerdict {
  const { verdicts } = texts.unit;
  const last = verifications[0];
  if (unit.state === "verified") {
    const { checks } = texts.verify;
    const why =
      last === undefined
        ? ""
        : `${checks.by(moment(last.at), by(last.operator))}, ${texts.verify.verdict.all(last.checks.length)}`;
    return { shape: "pass", word: texts.units.states.verified, why };
  }
  const { verdict } = texts.verify;
  const passed = unit.runHistory.find(({ outcome }) => outcome === "pass");
  const since = passed === undefined ? texts.unit.notVerified : verdict.since(moment(passed.startedAt));
  const tried = last === undefined || isOlder(last, passed?.startedAt) ? "" : triedWhy(last);
  return { shape: "pass", word: verdicts.provisioned, why: [since, tried].filter((part) => part !== "").join(" · ") };
}

/** A verification that left the unit what it was. */
function triedWhy({ at, checks }: Verification): string {
  const { verdict } = texts.verify;
  const missing = checks.filter(({ outcome }) => outcome === "unknown").length;
  return missing === 0 ? "" : verdict.lastTry(moment(at), verdict.unknown(missing, checks.length));
}

/** Since when, by whom and why it is on hold. */
export function heldWhy({ state, stateHistory = [] }: Pick<UnitDetail, "state" | "stateHistory">): string {
  const entry = stateHistory.findLast(({ toState }) => toState === state);
  if (entry === undefined) return "";
  const since = texts.verify.stateSince(texts.units.states[state], moment(entry.at), by(entry.operator));
  const reason = reasonOf(entry);
  return reason === "" ? since : `${since}: ${reason}`;
}

type StateEntry = NonNullable<UnitDetail["stateHistory"]>[number];

/** Why it came to its state: what a person said, or the checks that failed by their names. */
export function reasonOf({ act, reason }: Pick<StateEntry, "act" | "reason">): string {
  const { checks, run } = texts.verify;
  if (act === "verify") return run.results.pass;
  if (act !== "fail") return reason;
  const named = reason.split(", ").map((part) => {
    const [id = "", code = ""] = part.split(" ", 2);
    return `${checks.names[id] ?? id} (${code})`;
  });
  return named.join(", ");
}

const isOlder = ({ at }: Verification, than: string | undefined): boolean => than !== undefined && at < than;
const moment = (at: string): string => formatDateTime(Date.parse(at));
const by = (operator: string | null): string => (operator === null ? "" : texts.people.by(operator));
