import type { Language } from "../../../renderer/locales/languages.ts";
import { operatorCard } from "./operator-card.ts";
import { statePicture } from "./state-pictures.ts";

const style = `
  @page { size: A4; margin: 9mm 12mm; }
  * { box-sizing: border-box; margin: 0; }
  body { font: 10pt/1.2 "IBM Plex Sans", "Noto Sans SC", "WenQuanYi Zen Hei", "Noto Sans", sans-serif; color: #14171a; }
  h1 { font-size: 17pt; border-bottom: 1.2mm solid #14171a; padding-bottom: 1.5mm; }
  h2 { font-size: 12pt; margin: 2.2mm 0 .6mm; }
  table { width: 100%; border-collapse: collapse; }
  td { border-top: .2mm solid #c3c6c0; padding: .6mm 0; vertical-align: middle; }
  td:first-child { width: 15mm; } td:nth-child(2) { width: 44mm; font-weight: 700; padding-right: 4mm; }
  .states td { font-size: 12pt; } .states td:nth-child(2) { font-size: 15pt; }
  td:first-child:empty { display: none; }
  svg { display: block; width: 9.5mm; height: 9.5mm; }
  code { font: 7.5pt "DejaVu Sans Mono", monospace; font-weight: 400; }
  .half { columns: 2; column-gap: 8mm; } .half section { break-inside: avoid; } .half h2 { margin-top: 2mm; }
  .half td:nth-child(2) { width: 26mm; }
`;

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** The card as a page to print: A4, nothing loaded from anywhere. */
export function cardToPrint(language: Language): string {
  const { title, sections } = operatorCard(language);
  const html = sections.map(({ title: heading, rows }, index) => {
    const lines = rows.map(({ picture, word, says }) => {
      const shown = picture === undefined ? "" : statePicture(picture);
      const named = word.includes(".") ? `<code>${word}</code>` : escaped(word);
      return `<tr><td>${shown}</td><td>${named}</td><td>${says.map(escaped).join(" · ")}</td></tr>`;
    });
    const name = index === 0 ? ' class="states"' : "";
    return `<section${name}><h2>${escaped(heading)}</h2><table>${lines.join("")}</table></section>`;
  });
  const [states = "", failures = "", service = "", ...rest] = html;
  const body = `<h1>${escaped(title)}</h1>${states}${failures}${service}<div class="half">${rest.join("")}</div>`;
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${escaped(title)}</title><style>${style}</style><body>${body}</body></html>`;
}
