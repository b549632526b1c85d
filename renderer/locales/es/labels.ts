import type { Texts } from "../catalogue.ts";

export const esLabels: Texts["labels"] = {
  printing: "Imprimiendo la etiqueta",
  printed: "Etiqueta impresa",
  notPrinted: "Etiqueta no impresa",
  scan: "Escanee la etiqueta impresa",
  checked: "Etiqueta comprobada",
  print: "Imprimir la etiqueta",
  reprint: "Reimprimir la etiqueta",
  reprintAsk: "La unidad recibe otra etiqueta. ¿Por qué?",
  reprinted: "Etiqueta reimpresa",
};
