import { formatTime } from "../locales/format.ts";
import { sentenceOf } from "../locales/sentence-of.ts";
import { texts } from "../locales/texts.ts";
import { useConnection, useStation } from "../stores/stores-context.tsx";
import { Copyable } from "../ui/copyable.tsx";
import { StateShape } from "../ui/state-shape.tsx";
import { useNow } from "../ui/use-now.ts";
import css from "./banners.module.css";

const longAfterMs = 15_000;

/** Lies over the top bar while what is on screen is not current; all else is inert meanwhile, so this is the page. */
export function LostBanner() {
  const since = useConnection((state) => state.since);
  const practice = useStation((state) => state.info?.mode === "practice");
  // A web station started anew has a new address; the desktop shell finds its station by itself.
  const long = useNow(1000) - since > longAfterMs && window.touchmark === undefined;
  return (
    <main className={css["lost"]} data-practice={practice} aria-live="assertive">
      <span className={css["shape"]}>
        <StateShape shape="waiting" />
      </span>
      <h1 className={css["sentence"]}>{texts.frame.lost}</h1>
      <span>{texts.frame.lostSince(formatTime(since))}</span>
      {long ? <strong>{texts.frame.lostLong}</strong> : null}
    </main>
  );
}

/** Something that concerns the whole station: what stops the line, else what will. One at a time: mended, the next one shows. */
export function TroubleBanner() {
  const trouble = useStation((state) => state.trouble ?? state.troubles[0] ?? null);
  const stops = useStation((state) => state.trouble !== null);
  if (trouble === null) return null;
  return (
    <div className={css["trouble"]} role={stops ? "alert" : "status"} title={trouble.detail}>
      <span className={css["shape"]}>
        <StateShape shape="attention" />
      </span>
      <strong>{sentenceOf(trouble)}</strong>
      <Copyable value={trouble.code} label={texts.frame.copy(texts.frame.code)} copiedLabel={texts.frame.copied} />
    </div>
  );
}
