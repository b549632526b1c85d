/** The words of a slot's card; what a scan of it does is the renderer's `line-store.ts`. */
export interface SlotCardTexts {
  readonly title: string;
  readonly slot: string;
  readonly practice: string;
  /** What its code does, each a line. */
  readonly hints: readonly [next: string, again: string];
}

export type SlotCardLanguage = "en" | "de" | "es" | "zh" | "vi";

export const slotCardTexts: Readonly<Record<SlotCardLanguage, SlotCardTexts>> = {
  en: {
    title: "Slot cards",
    slot: "Slot",
    practice: "PRACTICE",
    hints: ["Next scan: for this slot", "After FAIL: try again"],
  },
  de: {
    title: "Platzkarten",
    slot: "Platz",
    practice: "ÜBUNG",
    hints: ["Nächster Scan: für diesen Platz", "Nach FEHLER: nochmals"],
  },
  es: {
    title: "Tarjetas de puesto",
    slot: "Puesto",
    practice: "PRÁCTICA",
    hints: ["Próxima lectura: este puesto", "Tras FALLA: reintentar"],
  },
  zh: {
    title: "工位卡",
    slot: "工位",
    practice: "练习",
    hints: ["下一次扫描：归此工位", "不合格后：重试"],
  },
  vi: {
    title: "Thẻ vị trí",
    slot: "Vị trí",
    practice: "THỰC HÀNH",
    hints: ["Lần quét tới: vị trí này", "Sau LỖI: thử lại"],
  },
};
