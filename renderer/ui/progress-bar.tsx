import css from "./progress-bar.module.css";

interface ProgressBarProps {
  readonly label: string;
  readonly value: number;
  /** Null: how much there is to do is not known. */
  readonly total: number | null;
}

export function ProgressBar({ label, value, total }: ProgressBarProps) {
  const share = total === null || total === 0 ? 0 : Math.min(1, value / total);
  const known = total === null ? {} : { "aria-valuenow": Math.min(value, total), "aria-valuemax": total };
  return (
    <div className={css["track"]} role="progressbar" aria-label={label} aria-valuemin={0} {...known}>
      <div className={css["fill"]} style={{ transform: `scaleX(${share})` }} />
    </div>
  );
}
