import { texts } from "../../locales/texts.ts";
import type { Act } from "./unit-acts.ts";

interface ActWords {
  /** What the button does, by its effect. */
  readonly name: string;
  readonly ask: string;
  /** The second question, before what does not come back by itself. */
  readonly last: { readonly ask: string; readonly act: string } | undefined;
}

/** How an act is named and asked for. */
export function actWords(act: Act, unit: string): ActWords {
  const { acts } = texts.verify;
  switch (act.kind) {
    case "state":
      return {
        name: acts.names[act.act],
        ask: acts.means[act.act](unit),
        last:
          act.act === "scrap"
            ? { ask: act.second ? `${acts.second} ${acts.scrapSure}` : acts.scrapSure, act: acts.scrapLast(unit) }
            : undefined,
      };
    case "entry": {
      const words = texts.service.unit;
      return {
        name: words[act.act],
        ask: words.means[act.act](unit),
        last:
          act.act === "enable" || act.act === "update"
            ? undefined
            : { ask: words.sure[act.act], act: words.last[act.act](unit) },
      };
    }
    case "reprint":
      return { name: texts.labels.reprint, ask: texts.labels.reprintAsk, last: undefined };
    case "lock-out":
      return {
        name: acts.disableAndQuarantine,
        ask: acts.disableAndQuarantineMeans(unit),
        last: { ask: acts.disableAndQuarantineSure, act: acts.disableAndQuarantineLast(unit) },
      };
  }
}
