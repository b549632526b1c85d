import { formatTime } from "../locales/format.ts";
import { sentenceOf } from "../locales/sentence-of.ts";
import { texts } from "../locales/texts.ts";
import { useConnection, useStation } from "../stores/stores-context.tsx";
import { Copyable } from "../ui/copyable.tsx";
import { StateShape } from "../ui/state-shape.tsx";
import css from "./banners.module.css";

/** Lies over the top bar while what is on screen is not current. */
export function LostBanner() {
  const since = useConnection((state) => state.since);
  return (
    <div className={css["lost"]} role="alert">
      <span className={css["shape"]}>
        <StateShape shape="waiting" />
      </span>
      <strong>{texts.frame.lost}</strong>
      <span>{texts.frame.lostSince(formatTime(since))}</span>
    </div>
  );
}

/** Something that concerns the whole station. */
export function TroubleBanner() {
  const trouble = useStation((state) => state.trouble);
  if (trouble === null) return null;
  return (
    <div className={css["trouble"]} role="alert" title={trouble.detail}>
      <span className={css["shape"]}>
        <StateShape shape="attention" />
      </span>
      <strong>{sentenceOf(trouble)}</strong>
      <Copyable value={trouble.code} label={texts.frame.copy(texts.frame.code)} copiedLabel={texts.frame.copied} />
    </div>
  );
}
