import type { PictureInput } from "./pictures-over-time.ts";
import { type Box, inks, type Sheet } from "./sheet.ts";

const rowHeight = 13;
const nameWidth = 118;

/** Each step begins where the one before ends, at the median; the whisker goes to the 95th percentile. */
export function drawSteps(sheet: Sheet, box: Box, { figures, number }: PictureInput): void {
  const { steps } = figures;
  const pitch = Math.min(rowHeight, box.height / Math.max(1, steps.length));
  const left = box.x + nameWidth;
  const width = box.width - nameWidth - 46;
  let before = 0;
  const places = steps.map(({ medianMs, p95Ms }) => {
    const begin = before;
    before += medianMs;
    return { begin, end: before, whisker: begin + Math.max(medianMs, p95Ms) };
  });
  const scale = width / Math.max(1, ...places.map(({ whisker }) => whisker));
  for (const [index, { begin, end, whisker }] of places.entries()) {
    const y = box.y + index * pitch;
    const middle = y + pitch / 2;
    const { step = "", medianMs = 0, p95Ms = 0 } = steps[index] ?? {};
    sheet.text(step, { x: box.x, y: middle + 2.5 }, { size: 7, within: nameWidth - 6 });
    sheet.bar({
      x: left + begin * scale,
      y: y + pitch * 0.2,
      width: Math.max(0.5, (end - begin) * scale),
      height: pitch * 0.6,
    });
    sheet.line([left + end * scale, middle], [left + whisker * scale, middle], { color: inks.ink });
    sheet.line([left + whisker * scale, middle - 2.5], [left + whisker * scale, middle + 2.5], { color: inks.ink });
    const said = `${number(medianMs / 1000)} · ${number(p95Ms / 1000)} s`;
    sheet.text(said, { x: box.x + box.width, y: middle + 2.5 }, { size: 6.5, soft: true, align: "end" });
  }
}

const mostCodes = 8;

/** Pareto by code. */
export function drawFailures(sheet: Sheet, box: Box, { figures, texts, number }: PictureInput): void {
  const { failures, totals } = figures;
  const shown = failures.slice(0, mostCodes);
  const most = Math.max(1, ...shown.map(({ runs }) => runs));
  const width = box.width - nameWidth - 62;
  for (const [index, { code, runs }] of shown.entries()) {
    const y = box.y + index * rowHeight;
    sheet.text(code, { x: box.x, y: y + rowHeight / 2 + 2.5 }, { size: 7, within: nameWidth - 6 });
    const bar = {
      x: box.x + nameWidth,
      y: y + 2.5,
      width: Math.max(0.5, (runs / most) * width),
      height: rowHeight - 5,
    };
    sheet.bar(bar, inks.fail);
    const share = `${number(runs)} · ${number((100 * runs) / Math.max(1, totals.failed))} %`;
    sheet.text(share, { x: box.x + box.width, y: y + rowHeight / 2 + 2.5 }, { size: 6.5, soft: true, align: "end" });
  }
  if (failures.length > mostCodes) {
    const rest = `+ ${failures.length - mostCodes} ${texts.more}`;
    sheet.text(rest, { x: box.x, y: box.y + mostCodes * rowHeight + 9 }, { size: 7, soft: true });
  }
}

/** One column a slot: how much of its runs failed. A bad contact stands out. */
export function drawSlots(sheet: Sheet, box: Box, { figures, texts, number }: PictureInput): void {
  const { slots } = figures;
  const worst = Math.max(0.05, ...slots.map(({ runs, failed }) => failed / Math.max(1, runs)));
  const pitch = Math.min(64, box.width / Math.max(1, slots.length));
  const height = box.height - 22;
  sheet.text(texts.bySlot, { x: box.x, y: box.y }, { size: 7.5, bold: true });
  for (const [index, { slot, runs, failed }] of slots.entries()) {
    const x = box.x + index * pitch;
    const tall = (failed / Math.max(1, runs) / worst) * (height - 16);
    sheet.bar({ x: x + pitch * 0.2, y: box.y + 4 + height - tall, width: pitch * 0.6, height: tall }, inks.fail);
    const middle = { x: x + pitch / 2, y: box.y + height + 13 };
    sheet.text(slot, middle, { size: 7, align: "middle", within: pitch });
    if (pitch < 28) continue;
    const said = `${number(failed)}/${number(runs)}`;
    sheet.text(said, { x: middle.x, y: box.y + height - tall + 1 }, { size: 6.5, soft: true, align: "middle" });
  }
  sheet.line([box.x, box.y + 4 + height], [box.x + box.width, box.y + 4 + height]);
}
