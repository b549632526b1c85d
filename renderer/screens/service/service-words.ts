import type { ServiceCheck, ServiceError, ServiceOverview } from "../../../main/api/contract/index.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { serviceShapes } from "../../ui/service-shapes.ts";
import type { ShapeName } from "../../ui/state-shape.tsx";

export interface ServiceView {
  readonly shape: ShapeName;
  readonly word: string;
  /** What is the matter. */
  readonly matter: string;
  /** What to do about it now. */
  readonly next: string;
}

/** The service was reached and has a fault of its own: no cable helps. */
const ownFaults = new Set(["dps.server", "dps.malformed"]);

/** What the state of a service means for whoever stands at the line. */
export function serviceView(service: ServiceOverview): ServiceView {
  const { overview } = texts.service;
  const { state, code, queued, changes, parked } = service;
  if (state === "ok" && queued + changes > 0) {
    return { shape: "running", word: overview.sending, matter: overview.matters.sending, next: overview.nexts.sending };
  }
  if (state === "ok" && parked > 0) {
    return { shape: "attention", word: overview.person, matter: overview.matters.person, next: overview.nexts.person };
  }
  const fault = state === "unreachable" && code !== null && ownFaults.has(code);
  return {
    shape: serviceShapes[state],
    word: texts.frame.serviceStates[state],
    matter: overview.matters[state],
    next: overview.nexts[fault ? "fault" : state],
  };
}

/** How the station signs in, in words where there are some. */
export const signInWord = (auth: string): string => texts.service.overview.signIns[auth] ?? auth;

/** What the worker reads of an error: in the language in use, else as the station says it, else what was seen. */
export const errorSentence = ({ code, sentence, message }: ServiceError): string =>
  sentenceOf({ code, sentence: sentence === "" ? message : sentence });

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
