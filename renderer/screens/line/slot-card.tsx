import { memo } from "react";
import type { Slot } from "../../../main/api/contract/index.ts";
import { formatDuration, formatExpected } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { useConnection, useLanguage, useLine } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import { useNow } from "../../ui/use-now.ts";
import { VisuallyHidden } from "../../ui/visually-hidden.tsx";
import { PracticeControls, PracticeHand } from "./practice-controls.tsx";
import css from "./slot-card.module.css";
import { type Density, elapsedOf, shownSlot, type SlotView, viewOf } from "./slot-view.ts";

interface SlotCardProps {
  readonly slot: Slot;
  readonly density: Density;
  readonly practice: boolean;
  readonly onMore: (slotId: string) => void;
}

export const SlotCard = memo(function SlotCard({ slot: given, density, practice, onMore }: SlotCardProps) {
  // A change of language is none of the slot; the card still has to be drawn again.
  useLanguage((state) => state.language);
  const slot = shownSlot(given);
  const view = viewOf(slot);
  const more = () => onMore(slot.id);
  return (
    <article
      className={css["card"]}
      aria-label={texts.line.slot(slot.name)}
      data-state={view.shape}
      data-density={density}
      data-gone={!slot.present && slot.state !== "waiting"}
    >
      <div className={css["inside"]}>
        <Head slot={slot} view={view} withTime={density !== "flat"} tick={density === "compact" ? 1000 : 100} />
        {density === "compact" ? (
          <button type="button" className={css["whole"]} onClick={more} aria-haspopup="dialog">
            <VisuallyHidden>{texts.line.moreAbout(slot.name)} </VisuallyHidden>
            <Serial slot={slot} last={4} />
          </button>
        ) : (
          <Body
            slot={slot}
            view={view}
            withTime={density === "flat"}
            hand={practice && density === "flat"}
            onMore={more}
          />
        )}
        {practice && density === "tall" ? <PracticeControls slot={slot} /> : null}
      </div>
    </article>
  );
});

interface PartProps {
  readonly slot: Slot;
  readonly view: SlotView;
  readonly withTime: boolean;
}

const Head = ({ slot, view, withTime, tick }: PartProps & { readonly tick: 100 | 1000 }) => (
  <div className={css["head"]}>
    <div className={css["strip"]}>
      <h2 className={css["name"]}>{slot.name}</h2>
      {withTime ? <Time slot={slot} tick={tick} /> : null}
    </div>
    <p className={css["state"]}>
      <StateShape shape={view.shape} progress={view.progress} />
      <span className={css["word"]}>{view.word}</span>
    </p>
  </div>
);

function Time({ slot, tick }: { readonly slot: Slot; readonly tick: 100 | 1000 }) {
  const running = slot.state === "running";
  const current = useConnection((state) => state.status === "connected");
  const elapsed = elapsedOf(slot, useNow(tick, running && current));
  if (elapsed === null) return null;
  return (
    <span className={css["time"]}>
      {formatDuration(elapsed)}
      {running && slot.expectedMs !== null ? <small> / {formatExpected(slot.expectedMs)}</small> : null}
    </span>
  );
}

function Serial({ slot, last }: { readonly slot: Slot; readonly last?: number }) {
  const whole = slot.serialNumber ?? "";
  const shown = last === undefined || whole.length <= last ? whole : `…${whole.slice(-last)}`;
  return (
    <span className={css["serial"]} title={whole}>
      {shown}
    </span>
  );
}

interface BodyProps extends PartProps {
  /** The hands of practice mode, where there is no row of their own for them. */
  readonly hand: boolean;
  readonly onMore: () => void;
}

function Body({ slot, view, withTime, hand, onMore }: BodyProps) {
  const retry = useLine((state) => state.retry);
  const busy = useLine((state) => state.busy.has(slot.id));
  const anything = slot.serialNumber !== null || slot.problem !== null;
  return (
    <div className={css["body"]}>
      <div className={css["said"]}>
        <p className={css["next"]}>{view.next}</p>
        {view.why === "" ? null : <p className={css["why"]}>{view.why}</p>}
      </div>
      <p className={css["who"]}>
        <Serial slot={slot} />
        {withTime ? <Time slot={slot} tick={100} /> : null}
      </p>
      {view.code === null ? (
        <p className={css["line"]}>{view.line}</p>
      ) : (
        <code className={css["code"]}>{view.code}</code>
      )}
      <div className={css["actions"]}>
        {view.canRetry ? (
          <Button
            look="primary"
            size="line"
            className={css["retry"]}
            disabled={busy}
            onClick={() => void retry(slot.id)}
          >
            {texts.line.tryAgain}
          </Button>
        ) : null}
        {hand ? <PracticeHand slot={slot} /> : null}
        {anything || hand ? (
          <Button
            look="quiet"
            className={css["more"]}
            onClick={onMore}
            aria-haspopup="dialog"
            aria-label={texts.line.moreAbout(slot.name)}
          >
            {texts.line.more}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
