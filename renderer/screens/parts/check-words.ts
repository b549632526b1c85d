import type { ServiceCheck } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import type { ShapeName } from "../../ui/state-shape.tsx";

export const verdictShapes: Readonly<Record<ServiceCheck["verdict"], ShapeName>> = {
  ok: "pass",
  warning: "attention",
  failed: "fail",
  unknown: "off",
};

export const checkName = (check: string): string => texts.service.check.checks[check] ?? check;

export interface CheckVerdict {
  readonly shape: ShapeName;
  /** What is wrong, in one line. */
  readonly title: string;
  /** What was found, and who can mend it; empty where nothing is wrong. */
  readonly found: string;
  readonly who: string;
}

/** All checks in one line: the first that failed is the one to mend, then the first warning. */
export function checkVerdict(service: string, results: readonly ServiceCheck[]): CheckVerdict {
  const words = texts.service.check;
  const failed = results.find(({ verdict }) => verdict === "failed");
  const warned = results.find(({ verdict }) => verdict === "warning");
  const worst = failed ?? warned;
  if (worst === undefined) return { shape: "pass", title: words.ready(service), found: "", who: "" };
  const title = (failed === undefined ? words.warned : words.wrong)(checkName(worst.check));
  const who = worst.whoMends === null ? "" : words.mend(words.menders[worst.whoMends]);
  return { shape: verdictShapes[worst.verdict], title, found: worst.found, who };
}
