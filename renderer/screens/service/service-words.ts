import type { ServiceError, ServiceOverview } from "../../../main/api/contract/index.ts";
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
