import { rgb } from "pdf-lib";
import { newDocument, pointsPerMm } from "./new-document.ts";
import { labelPath } from "./label-path.ts";
import type { LabelTypeface } from "./label-typeface.ts";
import type { LabelLayout } from "./lay-out-label.ts";

/** One page a copy, of exactly the label's size; letters and codes are vectors. */
export async function drawPdf(
  layout: LabelLayout,
  typeface: LabelTypeface,
  about: { readonly title: string; readonly copies?: number; readonly at: Date },
): Promise<Uint8Array> {
  const document = await newDocument(about);
  const path = labelPath(layout, typeface);
  const height = layout.size.height * pointsPerMm;
  for (let copy = 0; copy < (about.copies ?? 1); copy += 1) {
    const page = document.addPage([layout.size.width * pointsPerMm, height]);
    page.drawSvgPath(path, {
      x: 0,
      y: height,
      scale: pointsPerMm / layout.dotsPerMm,
      color: rgb(0, 0, 0),
      borderWidth: 0,
    });
  }
  return document.save();
}
