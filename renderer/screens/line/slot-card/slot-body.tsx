import type { Slot } from "../../../../main/api/contract/index.ts";
import { ActPicture } from "../../../ui/act-picture.tsx";
import type { SlotView } from "../slot-view.ts";
import { SlotActions } from "./slot-actions.tsx";
import css from "./slot-body.module.css";
import { SlotSerial } from "./slot-serial.tsx";
import { SlotTime } from "./slot-time.tsx";

interface SlotBodyProps {
  readonly slot: Slot;
  readonly view: SlotView;
  /** Time, and in practice mode the hand, have no row of their own. */
  readonly flat: boolean;
  readonly practice: boolean;
  readonly onMore: () => void;
}

/** What to do now, with which unit, and how it went. */
export const SlotBody = ({ slot, view, flat, practice, onMore }: SlotBodyProps) => (
  <div className={css["body"]}>
    <div className={css["said"]}>
      {view.act === null ? null : <ActPicture act={view.act} />}
      <p className={css["next"]}>{view.next}</p>
      {view.why === "" ? null : <p className={css["why"]}>{view.why}</p>}
    </div>
    <p className={css["who"]}>
      <SlotSerial slot={slot} />
      {flat ? <SlotTime slot={slot} tick={100} /> : null}
    </p>
    {view.code === null ? <p className={css["line"]}>{view.line}</p> : <code className={css["code"]}>{view.code}</code>}
    <SlotActions slot={slot} view={view} hand={practice && flat} onMore={onMore} />
  </div>
);
