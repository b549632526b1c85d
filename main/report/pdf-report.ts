import fontkit from "@pdf-lib/fontkit";
import { PageSizes, PDFDocument } from "pdf-lib";
import { drawFailures, drawSlots, drawSteps } from "./pictures-of-parts.ts";
import { drawPace, drawYields, type PictureInput } from "./pictures-over-time.ts";
import { type FontFiles, ReportFont } from "./report-font.ts";
import { clockOf, dayOf, type Report, type ReportLanguage } from "./report-figures.ts";
import { type ReportTexts, reportTexts } from "./report-texts.ts";
import { type Box, inks, Sheet } from "./sheet.ts";

export interface ReportTypeface {
  readonly regular: FontFiles;
  readonly bold: FontFiles;
}

const margin = 36;
const gutter = 28;
const headHeight = 84;
const titleHeight = 20;

/** The figures of a report on one A4 page, its four pictures drawn as vectors. */
export async function pdfReport(
  report: Report,
  language: ReportLanguage,
  typeface: ReportTypeface,
): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.registerFontkit(fontkit);
  const [height, width] = PageSizes.A4;
  const page = document.addPage([width, height]);
  const texts = reportTexts[language];
  const said = JSON.stringify([texts, report]);
  const regular = await ReportFont.embed(document, typeface.regular, said);
  const bold = await ReportFont.embed(document, typeface.bold, said);
  const sheet = new Sheet(page, { regular, bold });
  document.setTitle(`${texts.title} ${report.lot ?? dayOf(report.figures.from)}`);
  document.setLanguage(language);
  document.setCreationDate(report.madeAt);
  document.setProducer("Touchmark");
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const input = { figures: report.figures, texts, number: (value: number) => numbers.format(value) };
  drawHead(sheet, report, input);
  drawPictures(sheet, input);
  return document.save();
}

function drawHead(sheet: Sheet, report: Report, { figures, texts, number }: PictureInput): void {
  const { lot, model, station, practice, madeAt } = report;
  const end = new Date(Math.min(Date.parse(figures.to), madeAt.getTime())).toISOString();
  const right = sheet.width - margin;
  const about = [lot === null ? null : `${texts.lot} ${lot}`, model === null ? null : `${texts.model} ${model}`];
  const title = [texts.title, station, ...about.filter((part) => part !== null)].join(" · ");
  sheet.text(title, { x: margin, y: margin + 12 }, { size: 16, bold: true, within: right - margin - 190 });
  const time = `${momentOf(figures.from)} – ${momentOf(end)} (${figures.timeZone})`;
  sheet.text(time, { x: margin, y: margin + 28 }, { size: 9 });
  const made = `${texts.made} ${momentOf(madeAt.toISOString())}`;
  sheet.text(made, { x: right, y: margin + 28 }, { size: 8, soft: true, align: "end" });
  if (practice) {
    const look = { size: 10, bold: true, align: "end" } as const;
    sheet.text(texts.practice, { x: right, y: margin + 12 }, look, inks.practice);
  }
  for (const [index, { name, value }] of totalsOf({ figures, texts, number }).entries()) {
    const x = margin + index * 150;
    sheet.text(value, { x, y: margin + 54 }, { size: 15, bold: true });
    sheet.text(name, { x, y: margin + 66 }, { size: 8, soft: true });
  }
}

function totalsOf({
  figures,
  texts,
  number,
}: PictureInput): readonly { readonly name: string; readonly value: string }[] {
  const { units, firstFinished, firstPassed, failed, passed } = figures.totals;
  const share = firstFinished === 0 ? "–" : `${number((100 * firstPassed) / firstFinished)} %`;
  return [
    { name: texts.units, value: number(units) },
    { name: `${texts.firstPass} (n ${number(firstFinished)})`, value: share },
    { name: `${texts.failedRuns} / ${number(failed + passed)}`, value: number(failed) },
    ...(figures.taktPerHour === null
      ? []
      : [{ name: `${texts.takt}, ${texts.perHour}`, value: number(figures.taktPerHour) }]),
  ];
}

function drawPictures(sheet: Sheet, input: PictureInput): void {
  const { texts, figures } = input;
  const width = (sheet.width - 2 * margin - gutter) / 2;
  const height = (sheet.height - margin - headHeight - margin - gutter) / 2;
  const boxAt = (column: number, row: number): Box => ({
    x: margin + column * (width + gutter),
    y: margin + headHeight + row * (height + gutter),
    width,
    height,
  });
  panel(sheet, boxAt(0, 0), { title: texts.pace, texts, empty: figures.totals.units === 0 }, (box) =>
    drawPace(sheet, box, input),
  );
  panel(sheet, boxAt(1, 0), { title: texts.yields, texts, empty: figures.yields.length === 0 }, (box) =>
    drawYields(sheet, box, input),
  );
  panel(sheet, boxAt(0, 1), { title: texts.steps, texts, empty: figures.steps.length === 0 }, (box) =>
    drawSteps(sheet, box, input),
  );
  panel(sheet, boxAt(1, 1), { title: texts.failures, texts, empty: figures.failures.length === 0 }, (box) => {
    const codes = box.height * 0.58;
    drawFailures(sheet, { ...box, height: codes }, input);
    drawSlots(sheet, { ...box, y: box.y + codes + 8, height: box.height - codes - 8 }, input);
  });
}

interface PanelInput {
  readonly title: string;
  readonly texts: ReportTexts;
  readonly empty: boolean;
}

function panel(sheet: Sheet, box: Box, { title, texts, empty }: PanelInput, draw: (box: Box) => void): void {
  sheet.line([box.x, box.y], [box.x + box.width, box.y], { color: inks.ink });
  sheet.text(title, { x: box.x, y: box.y + 12 }, { size: 9.5, bold: true, within: box.width });
  const inner = { ...box, y: box.y + titleHeight, height: box.height - titleHeight };
  if (empty) sheet.text(texts.nothing, { x: box.x, y: inner.y + 14 }, { size: 9, soft: true });
  else draw(inner);
}

const momentOf = (moment: string): string => `${dayOf(moment)} ${clockOf(moment)}`;
