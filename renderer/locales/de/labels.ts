import type { Texts } from "../catalogue.ts";

export const deLabels: Texts["labels"] = {
  printing: "Etikett wird gedruckt",
  printed: "Etikett gedruckt",
  notPrinted: "Etikett nicht gedruckt",
  scan: "Gedrucktes Etikett scannen",
  checked: "Etikett geprüft",
  print: "Etikett drucken",
  reprint: "Etikett neu drucken",
  reprintAsk: "Das Gerät bekommt noch ein Etikett. Warum?",
  reprinted: "Etikett neu gedruckt",
};
