import { type CSSProperties, memo } from "react";
import type { Slot } from "../../../main/api/contract/index.ts";
import { formatDuration, formatExpected } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { useConnection, useFixture, useLanguage, useLine } from "../../stores/stores-context.tsx";
import { ActPicture } from "../../ui/act-picture.tsx";
import { Button } from "../../ui/button.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import { useNow } from "../../ui/use-now.ts";
import { VisuallyHidden } from "../../ui/visually-hidden.tsx";
import { ChooseButton } from "./choose-button.tsx";
import { PracticeControls, PracticeHand } from "./practice-controls.tsx";
import { ReprintButton } from "./reprint-button.tsx";
import css from "./slot-card.module.css";
import { type Density, elapsedOf, shownSlot, type SlotView, viewOf, widthOf } from "./slot-view.ts";

interface SlotCardProps {
  readonly slot: Slot;
  /** Its CSS grid area in the fixture; undefined: the next free one. */
  readonly cell: string | undefined;
  readonly density: Density;
  readonly practice: boolean;
  readonly onMore: (slotId: string) => void;
}

export const SlotCard = memo(function SlotCard({ slot: given, cell, density, practice, onMore }: SlotCardProps) {
  // A change of language is none of the slot; the card still has to be drawn again.
  useLanguage((state) => state.language);
  const slot = shownSlot(given);
  const chosen = useLine((state) => state.chosen === slot.id);
  const view = viewOf(slot, chosen);
  const more = () => onMore(slot.id);
  return (
    <article
      className={css["card"]}
      aria-label={texts.line.slot(slot.name)}
      data-state={view.shape}
      data-density={density}
      data-chosen={chosen}
      style={{ gridArea: cell, "--width": widthOf(view.word) } as CSSProperties}
      data-gone={!slot.present && slot.state !== "waiting"}
    >
      <div className={css["inside"]}>
        <Head slot={slot} view={view} density={density} />
        {density === "compact" ? (
          <button type="button" className={css["whole"]} onClick={more} aria-haspopup="dialog">
            <VisuallyHidden>{texts.line.moreAbout(slot.name)} </VisuallyHidden>
            <Serial slot={slot} last={4} />
            <VisuallyHidden> {view.next}</VisuallyHidden>
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

const Head = ({ slot, view, density }: Omit<PartProps, "withTime"> & { readonly density: Density }) => (
  <div className={css["head"]}>
    <div className={css["strip"]}>
      <h2 className={css["name"]}>{slot.name}</h2>
      {density === "compact" && view.act !== null ? (
        <span className={css["corner"]}>
          <ActPicture act={view.act} />
        </span>
      ) : null}
      {density === "flat" || (density === "compact" && view.act !== null) ? null : (
        <Time slot={slot} tick={density === "compact" ? 1000 : 100} />
      )}
    </div>
    <p className={css["state"]}>
      <StateShape shape={view.shape} progress={view.progress} {...(density === "tall" ? { label: view.count } : {})} />
      <span className={css["word"]}>{view.word}</span>
    </p>
    <Takt slot={slot} />
  </div>
);

function useElapsed(slot: Slot, tick: 100 | 1000): number | null {
  const running = slot.state === "running";
  const current = useConnection((state) => state.status === "connected");
  return elapsedOf(slot, useNow(tick, running && current));
}

function Time({ slot, tick }: { readonly slot: Slot; readonly tick: 100 | 1000 }) {
  const taktMs = useFixture((state) => (state.view?.taktSeconds ?? 0) * 1000);
  const elapsed = useElapsed(slot, tick);
  if (elapsed === null) return null;
  const against = taktMs > 0 ? formatDuration(taktMs) : slot.expectedMs === null ? "" : formatExpected(slot.expectedMs);
  return (
    <span className={css["time"]}>
      {formatDuration(elapsed)}
      {slot.state === "running" && against !== "" ? <small> / {against}</small> : null}
    </span>
  );
}

/** How much of the takt is used up; full and in another colour once it is over. */
function Takt({ slot }: { readonly slot: Slot }) {
  const taktMs = useFixture((state) => (state.view?.taktSeconds ?? 0) * 1000);
  const elapsed = useElapsed(slot, 1000);
  if (taktMs <= 0 || elapsed === null || slot.state !== "running") return null;
  const share = Math.min(1, elapsed / taktMs);
  return (
    <span
      className={css["takt"]}
      data-late={elapsed > taktMs}
      role="img"
      aria-label={texts.line.takt(formatDuration(elapsed), formatDuration(taktMs))}
    >
      <span style={{ transform: `scaleX(${share})` }} />
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
        {view.act === null ? null : <ActPicture act={view.act} />}
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
        {view.canReprint ? <ReprintButton slot={slot} /> : null}
        {slot.state === "scan" && slot.present ? <ChooseButton slot={slot} /> : null}
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
