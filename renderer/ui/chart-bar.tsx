import type { KeyboardEvent, ReactNode } from "react";
import css from "./chart.module.css";

interface ChartBarProps {
  /** What it is and how much, spoken. */
  readonly said: string;
  /** One of its chart is reached by Tab; arrow keys lead to the others. */
  readonly first: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

/** A bar of a chart with all that belongs to it: pressed, it opens what it stands for. */
export function ChartBar({ said, first, onPress, children }: ChartBarProps) {
  const onKeyDown = (event: KeyboardEvent<SVGGElement>) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onPress();
      return;
    }
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const bars = [...(event.currentTarget.closest("svg")?.querySelectorAll<SVGGElement>("[role=button]") ?? [])];
    bars[bars.indexOf(event.currentTarget) + step]?.focus();
  };
  return (
    <g
      className={css["bar"]}
      role="button"
      tabIndex={first ? 0 : -1}
      aria-label={said}
      onClick={onPress}
      onKeyDown={onKeyDown}
    >
      <title>{said}</title>
      {children}
    </g>
  );
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
