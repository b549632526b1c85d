import { formatDay } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { StateMark } from "../../ui/state-mark.tsx";
import { useNow } from "../../ui/use-now.ts";
import { hasNoEnd, lastDay } from "../parts/last-day.ts";
import { validityOf } from "./validity.ts";
import css from "./validity-bar.module.css";

interface ValidityBarProps {
  /** ISO 8601. */
  readonly notBefore: string;
  readonly notAfter: string;
}

/** The life of a certificate as a bar on a time line, with today in it. */
export function ValidityBar({ notBefore, notAfter }: ValidityBarProps) {
  const now = useNow(60_000);
  const [from, to] = [Date.parse(notBefore), Date.parse(notAfter)];
  const { shape, word, share, left } = validityOf(from, to, now);
  const days = texts.unit.validityRange(formatDay(from), lastDay(to));
  return (
    <div className={css["validity"]} data-state={shape}>
      <div className={css["said"]}>
        <StateMark shape={shape} word={word} />
        <span>{left}</span>
      </div>
      <div className={css["line"]} role="img" aria-label={[days, word, left].filter((part) => part !== "").join(", ")}>
        <div className={css["over"]} style={{ transform: `scaleX(${share})` }} />
        <div className={css["now"]} style={{ left: `${share * 100}%` }} />
      </div>
      <div className={css["ends"]}>
        <time dateTime={notBefore}>{formatDay(from)}</time>
        {hasNoEnd(to) ? null : <time dateTime={notAfter}>{formatDay(to)}</time>}
      </div>
    </div>
  );
}
