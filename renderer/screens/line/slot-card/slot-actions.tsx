import type { Slot } from "../../../../main/api/contract/index.ts";
import { texts } from "../../../locales/texts.ts";
import { useLine } from "../../../stores/stores-context.tsx";
import { Button } from "../../../ui/button.tsx";
import { ChooseButton } from "../choose-button.tsx";
import { PracticeHand } from "../practice-controls.tsx";
import { ReprintButton } from "../reprint-button.tsx";
import type { SlotView } from "../slot-view.ts";
import css from "./slot-actions.module.css";

interface SlotActionsProps {
  readonly slot: Slot;
  readonly view: SlotView;
  /** The hands of practice mode, where there is no row of their own for them. */
  readonly hand: boolean;
  readonly onMore: () => void;
}

/** What can be pressed on the card; empty where that is nothing. */
export function SlotActions({ slot, view, hand, onMore }: SlotActionsProps) {
  const anything = slot.serialNumber !== null || slot.problem !== null;
  return (
    <div className={css["actions"]}>
      {view.canRetry ? <RetryButton slot={slot} /> : null}
      {view.canReprint ? <ReprintButton slot={slot} className={css["retry"]} /> : null}
      {slot.state === "scan" && slot.present ? <ChooseButton slot={slot} /> : null}
      {hand ? <PracticeHand slot={slot} small={view.canRetry || view.canReprint} /> : null}
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
  );
}

function RetryButton({ slot: { id } }: { readonly slot: Slot }) {
  const retry = useLine((state) => state.retry);
  const busy = useLine((state) => state.busy.has(id));
  return (
    <Button look="primary" size="line" className={css["retry"]} disabled={busy} onClick={() => void retry(id)}>
      {texts.line.tryAgain}
    </Button>
  );
}
