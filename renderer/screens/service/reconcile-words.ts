import type { ReconcileKind, ReconcileStatus } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import type { ShapeName } from "../../ui/state-shape.tsx";

/** What a comparison came to, in one line. */
export function outcomeOf({ state, agree, phase }: Pick<ReconcileStatus, "state" | "agree" | "phase">): {
  readonly shape: ShapeName;
  readonly title: string;
} {
  const words = texts.service.reconcile;
  switch (state) {
    case "idle":
      return { shape: "waiting", title: words.idle };
    case "running":
      return { shape: "running", title: words.phases[phase ?? "service"] };
    case "interrupted":
      return { shape: "attention", title: words.interrupted };
    case "failed":
      return { shape: "fail", title: words.failed };
    case "done":
      return agree === true ? { shape: "pass", title: words.agree } : { shape: "attention", title: words.differ };
  }
}

/** In the order of how much they matter. */
export const kinds: readonly ReconcileKind[] = [
  "missing",
  "different",
  "disabled",
  "extra",
  "never-registered",
  "registered",
];

export const countOf = ({ counts }: Pick<ReconcileStatus, "counts">, kind: ReconcileKind): number =>
  counts[kind === "never-registered" ? "neverRegistered" : kind];

/** Registrations are good news; all else is to be looked at. */
export const kindShape = (kind: ReconcileKind, count: number): ShapeName =>
  count === 0
    ? "off"
    : kind === "registered"
      ? "pass"
      : kind === "missing" || kind === "different"
        ? "fail"
        : "attention";
