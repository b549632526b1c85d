import { useState } from "react";
import type { Problem } from "../../../main/api/contract/index.ts";
import { formatCount } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { useLots } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import css from "./lot-dialog.module.css";

/** Lots that are open; one press puts the line on another. */
export function OpenLots({ onDone }: { readonly onDone: () => void }) {
  const { current, lots, status, problem: loadProblem, use } = useLots((state) => state);
  const [problem, setProblem] = useState<Problem | null>(null);
  const choose = async (lot: string) => {
    const refused = await use(lot);
    setProblem(refused);
    if (refused === null) onDone();
  };
  const open = lots.filter((lot) => lot.state === "open");
  const said = problem ?? loadProblem;
  return (
    <section className={css["column"]}>
      <h3 className={css["heading"]}>{texts.lot.goOn}</h3>
      {status === "loading" ? <p>{texts.lot.loading}</p> : null}
      {status === "ready" && open.length === 0 ? <p>{texts.lot.noneOpen}</p> : null}
      <ul className={css["lots"]}>
        {open.map((lot) => (
          <li key={lot.lot} className={css["lot"]}>
            <div>
              <strong>{lot.lot}</strong>
              <p className={css["about"]}>
                {lot.model} · {formatCount(lot.done)}
                {lot.quantity === null ? "" : ` / ${formatCount(lot.quantity)}`}
              </p>
            </div>
            {lot.lot === current?.lot ? (
              <span>{texts.lot.inUse}</span>
            ) : (
              <Button aria-label={texts.lot.use(lot.lot)} onClick={() => void choose(lot.lot)}>
                {texts.lot.useShort}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <p className={css["problem"]} role="alert">
        {said === null ? "" : sentenceOf(said)}
      </p>
    </section>
  );
}
