import { useEffect, useRef } from "react";
import type { UnitDetail } from "../../../main/api/contract/index.ts";
import { formatTime } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { useUnit, useVerifications } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import css from "./unit-page.module.css";
import { verdictOf } from "./unit-verdict.ts";

/** The verdict as of now. */
export function VerdictHeader({ unit }: { readonly unit: UnitDetail }) {
  const verifications = useVerifications((state) => state.list.items);
  const { shape, word, why } = verdictOf(unit, verifications);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <header className={css["verdict"]} data-state={shape}>
      <span className={css["shape"]}>
        <StateShape shape={shape} progress={0.4} />
      </span>
      <div>
        <h1 ref={heading} tabIndex={-1} className={css["serial"]}>
          {unit.serialNumber} <span className={css["word"]}>{word}</span>
        </h1>
        <p className={css["why"]}>{why}</p>
      </div>
      <Refresh />
    </header>
  );
}

function Refresh() {
  const { refreshing, refresh, readAt, problem } = useUnit((state) => state);
  const said = problem !== null ? sentenceOf(problem) : readAt === null ? "" : texts.unit.readAt(formatTime(readAt));
  return (
    <div className={css["refresh"]}>
      <Button size="line" aria-disabled={refreshing} onClick={() => void refresh()}>
        {refreshing ? texts.unit.refreshing : texts.unit.refresh}
      </Button>
      <p className={css["read"]} role="status">
        {said}
      </p>
    </div>
  );
}
