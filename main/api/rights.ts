import { type Right, rightSchema, type Role } from "./contract/index.ts";

/** What each role may do. */
export const rightsOf: Readonly<Record<Role, readonly Right[]>> = {
  operator: ["run"],
  qa: ["run", "verify", "quality", "export", "countersign"],
  lead: ["run", "verify", "quality", "lots", "export", "solve", "countersign"],
  engineer: rightSchema.options,
};

/** What a call needs. */
export interface Need {
  /** Null: anybody who sees the screen. */
  readonly right: Right | null;
  /** Cannot be undone: another person with the right to countersign signs it too; only where the input has these values. */
  readonly second?: boolean | Readonly<Record<string, string>>;
}

const anybody: Need = { right: null };
const run: Need = { right: "run" };
const setUp: Need = { right: "set-up" };
const people: Need = { right: "people" };

/**
 * Which call needs what, by its path in the contract, for both shells. `area.*` stands for what of an area is not named. A call
 * that is not here needs the engineer (`test/unit/api/rights.test.ts` wants all of them here).
 */
const needs: Readonly<Record<string, Need>> = {
  // Whoever closes the shift.
  "station.backup": { right: "lots" },
  "station.checkRecords": { right: "lots" },
  "station.*": anybody,
  "events.*": anybody,
  // Practice hurts nobody; its hands are refused on a real station.
  "practice.*": anybody,
  "people.session": anybody,
  "people.signIn": anybody,
  "people.signOut": anybody,
  "people.stay": anybody,
  "people.names": anybody,
  "people.*": people,
  "line.slots": anybody,
  // A badge is a scan too, so the handler looks at it first and asks for the right itself.
  "line.scan": anybody,
  "line.*": run,
  "fixture.read": anybody,
  "fixture.takeScan": anybody,
  // Whoever may let the screen go again.
  "fixture.lock": { right: "lots" },
  "fixture.unlock": anybody,
  "fixture.*": setUp,
  "labels.list": anybody,
  "labels.printers": anybody,
  "labels.print": run,
  // Two devices with one label look like one.
  "labels.reprint": { right: "quality" },
  "labels.*": setUp,
  "lots.list": anybody,
  "lots.current": anybody,
  "lots.recipes": anybody,
  "lots.samplesDue": anybody,
  "lots.failures": anybody,
  "lots.show": anybody,
  "lots.units": anybody,
  "lots.close": { right: "lots", second: true },
  "lots.*": { right: "lots" },
  "units.list": anybody,
  "units.get": anybody,
  "units.refresh": anybody,
  "units.verifications": anybody,
  "units.allowedMoves": anybody,
  "units.find": anybody,
  "units.verify": { right: "verify" },
  "units.change": { right: "quality", second: { act: "scrap" } },
  "units.*": { right: "quality" },
  "exports.run": { right: "export" },
  "manifests.*": { right: "verify" },
  "shift.note": anybody,
  "shift.leaveNote": run,
  "insights.read": anybody,
  "insights.behind": anybody,
  "insights.report": { right: "export" },
  // How somebody works is for who leads him.
  "insights.operators": { right: "lots" },
  "insights.behindOperator": { right: "lots" },
  "service.overview": anybody,
  "service.conflicts": anybody,
  "service.conflict": anybody,
  "service.parked": anybody,
  "service.changes": anybody,
  "service.reconcile.status": anybody,
  "service.change": { right: "service", second: { act: "delete" } },
  "service.*": { right: "solve" },
  "services.list": anybody,
  "services.*": { right: "service" },
  "settings.read": anybody,
  "settings.guide": anybody,
  "settings.*": setUp,
  "authorities.list": anybody,
  "authorities.exportChain": anybody,
  "authorities.leftOpen": anybody,
  // Whoever opens the lots opens the shift.
  "authorities.unlock": { right: "lots" },
  "authorities.revoke": { right: "set-up", second: true },
  "authorities.*": setUp,
  "recipes.list": anybody,
  "recipes.fields": anybody,
  "recipes.samples": anybody,
  "recipes.read": anybody,
  "recipes.check": anybody,
  "recipes.*": setUp,
  "requests.awaiting": anybody,
  "requests.list": anybody,
  // Whoever opens the lots has their certificates signed.
  "requests.*": { right: "lots" },
  "signers.own": anybody,
  "signers.trusted": anybody,
  "signers.make": setUp,
  "signers.addTrusted": { right: "trust" },
  "signers.removeTrusted": { right: "trust", second: true },
  "setUp.slots": anybody,
  "setUp.ports": anybody,
  "setUp.trustedRoots": anybody,
  "setUp.plugPracticeUnit": anybody,
  "setUp.addTrustedRoot": { right: "trust" },
  "setUp.removeTrustedRoot": { right: "trust", second: true },
  "setUp.*": setUp,
};

/** Undefined for a call that nobody has thought of. */
export function listedNeed(path: readonly string[]): Need | undefined {
  const whole = path.join(".");
  return needs[whole] ?? needs[`${path[0] ?? ""}.*`];
}

export const needOf = (path: readonly string[]): Need => listedNeed(path) ?? setUp;

/** Whether a call with this input needs a second person. */
export function needsSecond({ second = false }: Need, input: unknown): boolean {
  if (typeof second === "boolean") return second;
  const given = new Map(typeof input === "object" && input !== null ? Object.entries(input) : []);
  return Object.entries(second).every(([name, value]) => given.get(name) === value);
}
