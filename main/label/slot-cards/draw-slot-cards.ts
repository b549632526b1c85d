import { type PDFPage, rgb } from "pdf-lib";
import { labelPath } from "../label-path.ts";
import type { LabelTypeface } from "../label-typeface.ts";
import type { LabelLayout } from "../lay-out-label.ts";
import { newDocument, pointsPerMm } from "../new-document.ts";

/** mm. */
const papers = { a4: { width: 210, height: 297 }, letter: { width: 215.9, height: 279.4 } } as const;
export type CardPaper = keyof typeof papers;

/** Of one card, mm: two beside each other and four below each other go on either paper. */
export const cardSize = { width: 92, height: 64 } as const;
const [columns, rows] = [2, 4];
/** Marks begin beside the cards, so that none is on a card that is cut a little off. */
const [markAfter, markLength] = [1.5, 5];

/** Cards of `cardSize` on sheets of paper, with marks to cut along; letters and codes are vectors. */
export async function drawSlotCards(
  cards: readonly LabelLayout[],
  typeface: LabelTypeface,
  about: { readonly title: string; readonly at: Date; readonly paper: CardPaper },
): Promise<Uint8Array> {
  const document = await newDocument(about);
  const { width, height } = papers[about.paper];
  const [left, top] = [(width - columns * cardSize.width) / 2, (height - rows * cardSize.height) / 2];
  for (let first = 0; first < cards.length; first += columns * rows) {
    const page = document.addPage([width * pointsPerMm, height * pointsPerMm]);
    for (const [index, card] of cards.slice(first, first + columns * rows).entries()) {
      page.drawSvgPath(labelPath(card, typeface), {
        x: (left + (index % columns) * cardSize.width) * pointsPerMm,
        y: (height - top - Math.floor(index / columns) * cardSize.height) * pointsPerMm,
        scale: pointsPerMm / card.dotsPerMm,
        color: rgb(0, 0, 0),
        borderWidth: 0,
      });
    }
    drawCutMarks(page, { left, top });
  }
  return document.save();
}

/** In the margins, at the end of every line to cut along, and a small cross where two of them meet. */
function drawCutMarks(page: PDFPage, { left, top }: { readonly left: number; readonly top: number }): void {
  const draw = (from: readonly [number, number], to: readonly [number, number]): void => {
    const [start, end] = [from, to].map(([x, y]) => ({ x: x * pointsPerMm, y: page.getHeight() - y * pointsPerMm }));
    if (start !== undefined && end !== undefined)
      page.drawLine({ start, end, thickness: 0.4, color: rgb(0.45, 0.45, 0.45) });
  };
  const across = Array.from({ length: columns + 1 }, (_none, index) => left + index * cardSize.width);
  const down = Array.from({ length: rows + 1 }, (_none, index) => top + index * cardSize.height);
  const [right, lower] = [left + columns * cardSize.width, top + rows * cardSize.height];
  for (const x of across) {
    draw([x, top - markAfter - markLength], [x, top - markAfter]);
    draw([x, lower + markAfter], [x, lower + markAfter + markLength]);
  }
  for (const y of down) {
    draw([left - markAfter - markLength, y], [left - markAfter, y]);
    draw([right + markAfter, y], [right + markAfter + markLength, y]);
  }
  for (const x of across.slice(1, -1))
    for (const y of down.slice(1, -1)) {
      draw([x - 1, y], [x + 1, y]);
      draw([x, y - 1], [x, y + 1]);
    }
}
