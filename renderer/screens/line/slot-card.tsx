import { memo } from "react";
import type { Slot } from "../../../main/api/contract/index.ts";
import { formatDuration, formatExpected } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { useLine } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import { useNow } from "../../ui/use-now.ts";
import { PracticeControls } from "./practice-controls.tsx";
import css from "./slot-card.module.css";
import { elapsedOf, type SlotView, viewOf } from "./slot-view.ts";

interface SlotCardProps {
  readonly slot: Slot;
  readonly compact: boolean;
  readonly practice: boolean;
  readonly onMore: (slotId: string) => void;
}

export const SlotCard = memo(function SlotCard({ slot, compact, practice, onMore }: SlotCardProps) {
  const view = viewOf(slot);
  const more = () => onMore(slot.id);
  return (
    <article
      className={css["card"]}
      aria-label={texts.line.slot(slot.name)}
      data-state={view.shape}
      data-compact={compact}
      data-gone={!slot.present && slot.state !== "waiting"}
    >
      <div className={css["inside"]}>
        <Head slot={slot} view={view} />
        {compact ? (
          <button type="button" className={css["whole"]} onClick={more} aria-label={texts.line.moreAbout(slot.name)}>
            <Serial slot={slot} last={4} />
          </button>
        ) : (
          <Body slot={slot} view={view} onMore={more} />
        )}
        {practice && !compact ? <PracticeControls slot={slot} /> : null}
      </div>
    </article>
  );
});

interface PartProps {
  readonly slot: Slot;
  readonly view: SlotView;
}

const Head = ({ slot, view }: PartProps) => (
  <div className={css["head"]}>
    <div className={css["strip"]}>
      <h2 className={css["name"]}>{slot.name}</h2>
      <Time slot={slot} />
    </div>
    <p className={css["state"]}>
      <StateShape shape={view.shape} progress={view.progress} />
      <span className={css["word"]}>{view.word}</span>
    </p>
  </div>
);

function Time({ slot }: { readonly slot: Slot }) {
  const running = slot.state === "running";
  const elapsed = elapsedOf(slot, useNow(100, running));
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

function Body({ slot, view, onMore }: PartProps & { readonly onMore: () => void }) {
  const retry = useLine((state) => state.retry);
  const busy = useLine((state) => state.busy.has(slot.id));
  const anything = slot.serialNumber !== null || slot.problem !== null;
  return (
    <div className={css["body"]}>
      <p className={css["next"]}>{view.next}</p>
      <Serial slot={slot} />
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
        {anything ? (
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
