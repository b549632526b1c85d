import css from "./state-shape.module.css";

/** Every state has a shape of its own, told apart without colour. */
export type ShapeName = "pass" | "fail" | "running" | "waiting" | "attention" | "off" | "skipped" | "aside";

interface StateShapeProps {
  readonly shape: ShapeName;
  /** Of the ring, 0..1; only for `running`. */
  readonly progress?: number;
  /** Inside the ring; only for `running`. */
  readonly label?: string;
}

/** Drawn in `currentColor`; what is cut out of it shows `--cut`. Always beside its word, so hidden from readers. */
export function StateShape({ shape, progress = 0, label = "" }: StateShapeProps) {
  return (
    <svg className={css["shape"]} viewBox="0 0 48 48" aria-hidden="true" focusable="false" data-shape={shape}>
      {shape === "running" ? <Ring progress={progress} label={label} /> : drawings[shape]}
    </svg>
  );
}

const drawings = {
  pass: (
    <>
      <circle cx="24" cy="24" r="22" fill="currentColor" />
      <path className={css["cut"]} d="M13.5 24.8l7.2 7.2 14-15.2" />
    </>
  ),
  fail: (
    <>
      <path fill="currentColor" d="M15.3 3h17.4L45 15.3v17.4L32.7 45H15.3L3 32.7V15.3z" />
      <path className={css["cut"]} d="M13 24h22" />
    </>
  ),
  waiting: <circle className={css["dashed"]} cx="24" cy="24" r="20" />,
  attention: (
    <>
      <path fill="currentColor" d="M24 4l21.5 38.5h-43z" />
      <path className={css["cut"]} d="M24 17v12.5M24 35.6v.4" />
    </>
  ),
  off: (
    <>
      <circle className={css["line"]} cx="24" cy="24" r="20" />
      <path className={css["line"]} d="M9.9 38.1l28.2-28.2" />
    </>
  ),
  // Hollow, with the bars of a pause.
  aside: (
    <>
      <circle className={css["line"]} cx="24" cy="24" r="20" />
      <path className={css["line"]} d="M18.5 15.5v17M29.5 15.5v17" />
    </>
  ),
  // Hollow, with an arrow that goes past.
  skipped: (
    <>
      <circle className={css["line"]} cx="24" cy="24" r="20" />
      <path className={css["line"]} d="M17 15.5l8.5 8.5-8.5 8.5M31.5 15v18" />
    </>
  ),
} as const;

const radius = 19;
const around = 2 * Math.PI * radius;

function Ring({ progress, label }: { readonly progress: number; readonly label: string }) {
  const filled = Math.min(1, Math.max(0, progress)) * around;
  return (
    <>
      <circle className={css["track"]} cx="24" cy="24" r={radius} />
      <circle
        className={css["ring"]}
        cx="24"
        cy="24"
        r={radius}
        strokeDasharray={around}
        strokeDashoffset={around - filled}
        transform="rotate(-90 24 24)"
      />
      {label === "" ? null : (
        <text className={css["label"]} x="24" y="24" textLength={label.length > 4 ? 27 : undefined}>
          {label}
        </text>
      )}
    </>
  );
}
