import { useRef } from "react";
import { ChartBar } from "./chart-bar.tsx";
import css from "./chart.module.css";
import { type Size, useSize } from "./use-size.ts";

export interface Column {
  readonly key: string;
  /** Null: nothing to show here, as of what lies ahead. */
  readonly value: number | null;
  /** Of `value`, what is good; the rest of the column up to `whole` is what failed. Left out: the column is an amount. */
  readonly whole?: number;
  /** Above the column. */
  readonly figure: string;
  /** Below it. */
  readonly label: string;
  /** Below that. */
  readonly note?: string;
  /** A second line below in place of it, said where it changes. */
  readonly group?: string;
  readonly said: string;
  readonly onPress: () => void;
}

interface ColumnChartProps {
  readonly label: string;
  readonly columns: readonly Column[];
  /** A line across, with its words. */
  readonly mark?: { readonly value: number; readonly text: string } | undefined;
}

const below = 40;
const above = 20;
const letter = 7.6;

/** Columns side by side, each with its figure where there is room for it. */
export function ColumnChart({ label, columns, mark }: ColumnChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  return (
    <div ref={frame} className={css["frame"]}>
      {size === null ? null : (
        <svg className={css["chart"]} role="group" aria-label={label} viewBox={`0 0 ${size.width} ${size.height}`}>
          <Columns size={size} columns={columns} mark={mark} />
        </svg>
      )}
    </div>
  );
}

function Columns({ size, columns, mark }: { readonly size: Size } & Pick<ColumnChartProps, "columns" | "mark">) {
  const height = Math.max(20, size.height - below - above);
  const highest = Math.max(...columns.map(({ value, whole }) => whole ?? value ?? 0), mark?.value ?? 0, 1e-9);
  const pitch = Math.min(96, size.width / Math.max(1, columns.length));
  const every = labelEvery(columns, pitch);
  const yOf = (value: number) => above + height * (1 - value / highest);
  const grouped = columns.some(({ group }) => group !== undefined);
  const groups = groupLabels(columns, pitch, size.width - letter * ((mark?.text.length ?? -4) + 4));
  const markY = mark === undefined ? null : yOf(mark.value);
  const firstBar = columns.findIndex(({ value }) => value !== null);
  return (
    <>
      {columns.map((column, index) => {
        const x = index * pitch;
        const labelled =
          !(grouped && every > 1) && index % every === 0 && (index === 0 || x + every * pitch <= size.width + 1);
        const group = groups.get(column.key);
        const middle = every === 1 ? x + pitch / 2 : x;
        return (
          <g key={column.key}>
            {column.value === null ? null : (
              <ChartBar said={column.said} first={index === firstBar} onPress={column.onPress}>
                <rect className={css["hit"]} x={x} y={0} width={pitch} height={above + height} />
                <Bar x={x + pitch * 0.14} width={Math.max(1, pitch * 0.72)} column={column} yOf={yOf} />
              </ChartBar>
            )}
            {column.value === null ? null : (
              <Figure
                x={x + pitch / 2}
                room={pitch}
                top={yOf(column.whole ?? column.value)}
                markY={markY}
                text={column.figure}
              />
            )}
            {labelled ? (
              <g textAnchor={every === 1 ? "middle" : "start"}>
                <text className={css["soft"]} x={middle} y={size.height - 22}>
                  {column.label}
                </text>
                {column.note === undefined ? null : (
                  <text className={css["soft"]} x={middle} y={size.height - 4}>
                    {column.note}
                  </text>
                )}
              </g>
            ) : null}
            {group === undefined ? null : (
              <text className={css["strong"]} x={x + 2} y={size.height - 4}>
                {group}
              </text>
            )}
          </g>
        );
      })}
      <line className={css["axis"]} x1={0} x2={size.width} y1={above + height} y2={above + height} />
      {mark === undefined ? null : (
        <>
          <line className={css["mark"]} x1={0} x2={size.width} y1={yOf(mark.value)} y2={yOf(mark.value)} />
          <text className={css["strong"]} x={size.width} y={size.height - 4} textAnchor="end">
            {`┅ ${mark.text}`}
          </text>
        </>
      )}
    </>
  );
}

interface FigureProps {
  /** Its middle. */
  readonly x: number;
  readonly room: number;
  /** Where the column ends. */
  readonly top: number;
  readonly markY: number | null;
  readonly text: string;
}

/** Above its column; in it where the mark would cross it out. */
function Figure({ x, room, top, markY, text }: FigureProps) {
  if (text.length * letter > room) return null;
  const crossed = markY !== null && markY < top + 2 && markY > top - 20;
  return (
    <text className={crossed ? css["inside"] : undefined} x={x} y={crossed ? top + 17 : top - 5} textAnchor="middle">
      {text}
    </text>
  );
}

interface BarProps {
  readonly x: number;
  readonly width: number;
  readonly column: Column;
  readonly yOf: (value: number) => number;
}

function Bar({ x, width, column: { value, whole }, yOf }: BarProps) {
  const good = value ?? 0;
  const foot = yOf(0);
  if (whole === undefined)
    return <rect className={css["amount"]} x={x} y={yOf(good)} width={width} height={foot - yOf(good)} />;
  return (
    <>
      <rect className={css["good"]} x={x} y={yOf(good)} width={width} height={foot - yOf(good)} />
      <rect
        className={css["bad"]}
        x={x}
        y={yOf(whole)}
        width={width}
        height={Math.max(0, yOf(good) - yOf(whole) - 2)}
      />
    </>
  );
}

/** By key, where a group begins; one that has no room before the next or before `end` is left out. */
function groupLabels(columns: readonly Column[], pitch: number, end: number): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  let free = 0;
  for (const [index, { key, group }] of columns.entries()) {
    if (group === undefined || group === columns[index - 1]?.group) continue;
    const next = index * pitch + letter * (group.length + 2);
    if (index * pitch < free || next > end) continue;
    labels.set(key, group);
    free = next;
  }
  return labels;
}

/** Every how many-th column has its label, so that none covers the next. */
const labelEvery = (columns: readonly Column[], pitch: number): number =>
  Math.max(
    1,
    Math.ceil(
      (10 + letter * Math.max(0, ...columns.map(({ label, note = "" }) => Math.max(label.length, note.length)))) /
        pitch,
    ),
  );
