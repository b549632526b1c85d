import css from "./state-mark.module.css";
import { type ShapeName, StateShape } from "./state-shape.tsx";

/** A state in a line of text or a table: shape, word and colour together. */
export const StateMark = ({ shape, word }: { readonly shape: ShapeName; readonly word: string }) => (
  <span className={css["mark"]} data-state={shape}>
    <StateShape shape={shape} progress={0.35} />
    <span>{word}</span>
  </span>
);
