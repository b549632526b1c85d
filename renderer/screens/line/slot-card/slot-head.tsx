import type { Slot } from "../../../../main/api/contract/index.ts";
import { ActPicture } from "../../../ui/act-picture.tsx";
import { StateShape } from "../../../ui/state-shape.tsx";
import type { Density, SlotView } from "../slot-view.ts";
import css from "./slot-head.module.css";
import { SlotTakt } from "./slot-takt.tsx";
import { SlotTime } from "./slot-time.tsx";

interface SlotHeadProps {
  readonly slot: Slot;
  readonly view: SlotView;
  readonly density: Density;
}

/** The state, as shape, ring and word. */
export const SlotHead = ({ slot, view, density }: SlotHeadProps) => (
  <div className={css["head"]}>
    <div className={css["strip"]}>
      <h2 className={css["name"]}>{slot.name}</h2>
      <Corner slot={slot} view={view} density={density} />
    </div>
    <div className={css["state"]}>
      <StateShape shape={view.shape} progress={view.progress} {...(density === "tall" ? { label: view.count } : {})} />
      <span className={css["word"]}>{view.word}</span>
    </div>
    <SlotTakt slot={slot} />
  </div>
);

/** Beside the name: how long, or where there is no room for a body what the hand does. The flat card has it in its body. */
function Corner({ slot, view: { act }, density }: SlotHeadProps) {
  if (density === "flat") return null;
  if (density === "tall") return <SlotTime slot={slot} tick={100} />;
  if (act === null) return <SlotTime slot={slot} tick={1000} />;
  return (
    <span className={css["corner"]}>
      <ActPicture act={act} />
    </span>
  );
}
