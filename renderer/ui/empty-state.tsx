import type { ReactNode } from "react";
import css from "./empty-state.module.css";
import { type ShapeName, StateShape } from "./state-shape.tsx";

interface EmptyStateProps {
  readonly shape: ShapeName;
  readonly title: string;
  /** The next step, in words; `children` may hold the control for it. */
  readonly next?: string;
  /** The title is the page's heading. */
  readonly heading?: boolean;
  readonly children?: ReactNode;
}

/** Nothing to show, still loading, or failed: what it is and what to do now. */
export function EmptyState({ shape, title, next, heading = false, children }: EmptyStateProps) {
  const Title = heading ? "h1" : "p";
  return (
    <div className={css["empty"]} data-state={shape} role={shape === "fail" ? "alert" : "status"}>
      <span className={css["shape"]}>
        <StateShape shape={shape} progress={0.3} />
      </span>
      <Title className={css["title"]}>{title}</Title>
      {next === undefined ? null : <p className={css["next"]}>{next}</p>}
      {children}
    </div>
  );
}
