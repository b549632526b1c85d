import type { KeyboardEvent, ReactNode } from "react";
import css from "./ask.module.css";

interface AskProps {
  readonly ask: string;
  /** What is asked takes away what does not come back by itself. */
  readonly danger: boolean;
  /** Escape. */
  readonly onKeep: () => void;
  /** What must be said with the answer. */
  readonly fields?: ReactNode;
  /** The buttons. */
  readonly children: ReactNode;
}

/** One question with its answers, in place; Escape leaves everything as it is. */
export function Ask({ ask, danger, onKeep, fields, children }: AskProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    onKeep();
  };
  return (
    <div
      key={ask}
      ref={inSight}
      className={css["ask"]}
      data-danger={danger}
      role="group"
      aria-label={ask}
      onKeyDown={onKeyDown}
    >
      <p className={css["question"]} role="alert">
        {ask}
      </p>
      {fields}
      <div className={css["answers"]}>{children}</div>
    </div>
  );
}

/** All of the question, not only the field that has the focus. */
function inSight(panel: HTMLElement | null): void {
  panel?.scrollIntoView({ block: "nearest" });
}

/** For the `ref` of the answer that a key pressed too often may give. */
export const focused = (element: HTMLElement | null): void => element?.focus();
