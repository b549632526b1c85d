import { useRef } from "react";
import { ChartBar } from "./chart-bar.tsx";
import css from "./chart.module.css";
import { useSize } from "./use-size.ts";

export interface Stair {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  /** How far the whisker goes, from where the stair begins. */
  readonly whisker: number;
  readonly figure: string;
  readonly said: string;
  readonly onPress: () => void;
}

const labelShare = 0.36;
const figureRoom = 156;
const least = 16;

/** Bars one below the other, each beginning where the one before ends: what a whole is made of. */
export function StairChart({ label, stairs }: { readonly label: string; readonly stairs: readonly Stair[] }) {
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const height = stairs.length * Math.max(least, Math.min(34, (size?.height ?? 0) / Math.max(1, stairs.length)));
  const pitch = height / Math.max(1, stairs.length);
  const left = (size?.width ?? 0) * labelShare;
  const places = placesOf(stairs);
  const scale =
    Math.max(0, (size?.width ?? 0) - left - figureRoom) / Math.max(1, ...places.map(({ whisker }) => whisker));
  return (
    <div ref={frame} className={css["frame"]}>
      {size === null ? null : (
        <svg
          role="group"
          aria-label={label}
          className={css["chart"]}
          viewBox={`0 0 ${size.width} ${height}`}
          style={{ height }}
        >
          {stairs.map(({ key, label: name, figure, said, onPress }, index) => {
            const { begin = 0, end = 0, whisker = 0 } = places[index] ?? {};
            const y = index * pitch;
            const middle = y + pitch / 2;
            return (
              <g key={key}>
                <ChartBar said={said} first={index === 0} onPress={onPress}>
                  <rect className={css["hit"]} x={0} y={y} width={size.width} height={pitch} />
                  <rect
                    className={css["amount"]}
                    x={left + begin * scale}
                    y={y + pitch * 0.18}
                    width={Math.max(2, (end - begin) * scale)}
                    height={pitch * 0.64}
                  />
                  <line
                    className={css["whisker"]}
                    x1={left + end * scale}
                    x2={left + whisker * scale}
                    y1={middle}
                    y2={middle}
                  />
                  <line
                    className={css["whisker"]}
                    x1={left + whisker * scale}
                    x2={left + whisker * scale}
                    y1={middle - pitch * 0.2}
                    y2={middle + pitch * 0.2}
                  />
                </ChartBar>
                <text x={2} y={middle + 5}>
                  {shortened(name, left)}
                </text>
                <text className={css["soft"]} x={size.width - 2} y={middle + 5} textAnchor="end">
                  {figure}
                </text>
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}

function placesOf(stairs: readonly Stair[]) {
  let before = 0;
  return stairs.map(({ value, whisker }) => {
    const begin = before;
    before += value;
    return { begin, end: before, whisker: begin + Math.max(value, whisker) };
  });
}

/** Whole words are in the table and spoken. */
function shortened(name: string, room: number): string {
  const most = Math.floor(room / 7.4);
  return name.length <= most ? name : `${name.slice(0, Math.max(1, most - 1))}…`;
}
