import { labelPath } from "./label-path.ts";
import type { LabelTypeface } from "./label-typeface.ts";
import type { LabelLayout } from "./lay-out-label.ts";

/** The label as a picture of its true size. Nothing of the unit is in it as text, so nothing in it can be a script. */
export function drawSvg(layout: LabelLayout, typeface: LabelTypeface): string {
  const { size, width, height } = layout;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}mm" height="${size.height}mm" viewBox="0 0 ${width} ${height}">`,
    `<path fill="#fff" d="M0 0H${width}V${height}H0Z"/><path d="${labelPath(layout, typeface)}"/></svg>`,
  ].join("");
}
