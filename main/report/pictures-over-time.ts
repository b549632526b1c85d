import { clockOf, type ReportFigures } from "./report-figures.ts";
import type { ReportTexts } from "./report-texts.ts";
import { type Box, inks, type Sheet } from "./sheet.ts";

export interface PictureInput {
  readonly figures: ReportFigures;
  readonly texts: ReportTexts;
  /** Formats numbers in the report's language; at most one decimal. */
  readonly number: (value: number) => string;
}

interface Column {
  readonly value: number | null;
  /** Above the bar. */
  readonly said: string;
  /** Below it. */
  readonly label: string;
  readonly failed?: boolean;
}

const labelHeight = 14;
const narrowest = 20;

/** Units per hour against takt. */
export function drawPace(sheet: Sheet, box: Box, { figures, texts, number }: PictureInput): void {
  const { pace, size, taktPerHour } = figures;
  const top = Math.max(1, taktPerHour ?? 0, ...pace.map(({ perHour }) => perHour ?? 0)) * 1.12;
  const columns = pace.map(({ perHour, from, day, shift }) => ({
    value: perHour === null ? null : perHour / top,
    said: perHour === null ? "" : number(Math.round(perHour)),
    label: size === "hour" ? clockOf(from) : shift === null ? day.slice(5) : `${day.slice(5)} ${texts.shift} ${shift}`,
  }));
  drawColumns(sheet, box, columns);
  if (taktPerHour === null) return;
  const y = box.y + (box.height - labelHeight) * (1 - taktPerHour / top);
  sheet.line([box.x, y], [box.x + box.width, y], { color: inks.ink, dashed: true });
  const said = `${texts.takt} ${number(taktPerHour)} ${texts.perHour}`;
  // In the line of the picture's title: over the bars it could not be read.
  sheet.text(`- - ${said}`, { x: box.x + box.width, y: box.y - 8 }, { size: 8, align: "end" });
}

/** First-pass yield by day, with n. */
export function drawYields(sheet: Sheet, box: Box, { figures, number }: PictureInput): void {
  const columns = figures.yields.map(({ day, finished, passed }) => ({
    value: passed / finished / 1.12,
    said: `${number((100 * passed) / finished)} %`,
    label: `${day.slice(5)} n ${number(finished)}`,
  }));
  drawColumns(sheet, box, columns);
}

function drawColumns(sheet: Sheet, box: Box, columns: readonly Column[]): void {
  const height = box.height - labelHeight;
  const pitch = Math.min(80, box.width / Math.max(1, columns.length));
  // Only so many labels as have room; the first always has.
  const every = Math.max(1, Math.ceil(longestLabel(columns) / pitch));
  // Where there is no room for all figures, the highest says how high the picture is.
  const highest = columns.findIndex(({ value: one }) => one === Math.max(...columns.map(({ value }) => value ?? 0)));
  sheet.line([box.x, box.y + height], [box.x + box.width, box.y + height]);
  for (const [index, { value, said, label }] of columns.entries()) {
    const x = box.x + index * pitch;
    if (index % every === 0 && (every === 1 || x + every * pitch * 0.8 <= box.x + box.width)) {
      const middle = every === 1 ? { x: x + pitch / 2, align: "middle" as const } : { x, align: "start" as const };
      sheet.text(label, { x: middle.x, y: box.y + height + 10 }, { size: 6.5, soft: true, align: middle.align });
    }
    if (value === null) continue;
    const tall = value * height;
    sheet.bar({ x: x + pitch * 0.15, y: box.y + height - tall, width: pitch * 0.7, height: tall });
    if (pitch >= narrowest || index === highest)
      sheet.text(said, { x: x + pitch / 2, y: box.y + height - tall - 3 }, { size: 6.5, align: "middle" });
  }
}

const longestLabel = (columns: readonly Column[]): number =>
  4 + 3.4 * Math.max(0, ...columns.map(({ label }) => label.length));
