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
  const { ground, figure } = drawings[shape];
  const left =
    shape === "running" ? { pathLength: 100, strokeDashoffset: 100 - 100 * Math.min(1, Math.max(0, progress)) } : {};
  return (
    <svg className={css["shape"]} viewBox="0 0 48 48" aria-hidden="true" focusable="false" data-shape={shape}>
      <path className={css["ground"]} d={ground} />
      <path className={css["figure"]} d={figure} {...left} />
      {label === "" || shape !== "running" ? null : (
        <text className={css["label"]} x="24" y="24" textLength={label.length > 4 ? 27 : undefined}>
          {label}
        </text>
      )}
    </svg>
  );
}

/** Clockwise from the top. */
const circle = (radius: number) =>
  `M24 ${24 - radius}a${radius} ${radius} 0 1 1 0 ${2 * radius}a${radius} ${radius} 0 1 1 0-${2 * radius}`;
const ring = circle(19);
const hollow = circle(20);

/**
 * Each of the same two parts, so that a slot that comes to another state changes two attributes and nothing is taken out or put
 * in: a line full of slots does that many times a second.
 */
const drawings: Readonly<Record<ShapeName, { readonly ground: string; readonly figure: string }>> = {
  pass: { ground: circle(22), figure: "M13.5 24.8l7.2 7.2 14-15.2" },
  fail: { ground: "M15.3 3h17.4L45 15.3v17.4L32.7 45H15.3L3 32.7V15.3z", figure: "M13 24h22" },
  attention: { ground: "M24 4l21.5 38.5h-43z", figure: "M24 17v12.5M24 35.6v.4" },
  running: { ground: ring, figure: ring },
  waiting: { ground: hollow, figure: "" },
  off: { ground: hollow, figure: "M9.9 38.1l28.2-28.2" },
  // Hollow, with the bars of a pause.
  aside: { ground: hollow, figure: "M18.5 15.5v17M29.5 15.5v17" },
  // Hollow, with an arrow that goes past.
  skipped: { ground: hollow, figure: "M17 15.5l8.5 8.5-8.5 8.5M31.5 15v18" },
};
