import type { ReactNode } from "react";
import css from "./empty-state.module.css";
import { type ShapeName, StateShape } from "./state-shape.tsx";

interface EmptyStateProps {
  readonly shape: ShapeName;
  readonly title: string;
  /** The next step, in words; `children` may hold the control for it. */
  readonly next?: string;
  readonly children?: ReactNode;
}

/** Nothing to show, still loading, or failed: what it is and what to do now. */
export function EmptyState({ shape, title, next, children }: EmptyStateProps) {
  return (
    <div className={css["empty"]} data-state={shape} role={shape === "fail" ? "alert" : "status"}>
      <span className={css["shape"]}>
        <StateShape shape={shape} progress={0.3} />
      </span>
      <p className={css["title"]}>{title}</p>
      {next === undefined ? null : <p className={css["next"]}>{next}</p>}
      {children}
    </div>
  );
}
