import type { ReportLanguage } from "./report-figures.ts";

/** The words of a report on paper. Codes and steps keep the names they have in the records. */
export interface ReportTexts {
  readonly title: string;
  readonly lot: string;
  readonly model: string;
  readonly made: string;
  readonly practice: string;
  readonly units: string;
  readonly firstPass: string;
  readonly failedRuns: string;
  readonly takt: string;
  readonly perHour: string;
  readonly pace: string;
  readonly yields: string;
  readonly steps: string;
  readonly failures: string;
  readonly bySlot: string;
  readonly slot: string;
  readonly shift: string;
  readonly median: string;
  readonly runs: string;
  readonly nothing: string;
  readonly more: string;
}

export const reportTexts: Readonly<Record<ReportLanguage, ReportTexts>> = {
  en: {
    title: "Report",
    lot: "Lot",
    model: "Model",
    made: "Made",
    practice: "PRACTICE: virtual units only",
    units: "Units passed",
    firstPass: "Right first time",
    failedRuns: "Runs failed",
    takt: "takt",
    perHour: "units/h",
    pace: "Are we on pace? Units per hour",
    yields: "Right first time? By day, with the number of units",
    steps: "Where does time go? Median, whisker to the 95th percentile",
    failures: "What fails? Runs by code",
    bySlot: "By slot: failed of all runs",
    slot: "Slot",
    shift: "Shift",
    median: "median",
    runs: "runs",
    nothing: "Nothing in this time",
    more: "more",
  },
  de: {
    title: "Auswertung",
    lot: "Los",
    model: "Modell",
    made: "Erstellt",
    practice: "ÜBUNG: nur virtuelle Geräte",
    units: "Gute Geräte",
    firstPass: "Auf Anhieb gut",
    failedRuns: "Fehlläufe",
    takt: "Takt",
    perHour: "Geräte/h",
    pace: "Sind wir im Takt? Geräte je Stunde",
    yields: "Auf Anhieb gut? Nach Tagen, mit Zahl der Geräte",
    steps: "Wo bleibt die Zeit? Median, Strich bis zum 95. Perzentil",
    failures: "Was fällt aus? Läufe nach Code",
    bySlot: "Nach Platz: Fehlläufe von allen Läufen",
    slot: "Platz",
    shift: "Schicht",
    median: "Median",
    runs: "Läufe",
    nothing: "Nichts in dieser Zeit",
    more: "weitere",
  },
  es: {
    title: "Informe",
    lot: "Lote",
    model: "Modelo",
    made: "Hecho",
    practice: "PRÁCTICA: solo unidades virtuales",
    units: "Unidades buenas",
    firstPass: "Bien a la primera",
    failedRuns: "Intentos fallidos",
    takt: "takt",
    perHour: "unidades/h",
    pace: "¿Vamos a ritmo? Unidades por hora",
    yields: "¿Bien a la primera? Por día, con el número de unidades",
    steps: "¿Dónde se va el tiempo? Mediana, trazo hasta el percentil 95",
    failures: "¿Qué falla? Intentos por código",
    bySlot: "Por puesto: fallidos de todos los intentos",
    slot: "Puesto",
    shift: "Turno",
    median: "mediana",
    runs: "intentos",
    nothing: "Nada en este tiempo",
    more: "más",
  },
  zh: {
    title: "报告",
    lot: "批次",
    model: "型号",
    made: "生成于",
    practice: "练习：仅虚拟设备",
    units: "合格设备",
    firstPass: "一次合格",
    failedRuns: "失败次数",
    takt: "节拍",
    perHour: "台/时",
    pace: "跟得上节拍吗？每小时台数",
    yields: "一次就合格吗？按天，附台数",
    steps: "时间花在哪里？中位数，细线到第 95 百分位",
    failures: "哪里失败？按代码统计次数",
    bySlot: "按工位：失败次数／总次数",
    slot: "工位",
    shift: "班次",
    median: "中位数",
    runs: "次",
    nothing: "这段时间没有数据",
    more: "项",
  },
  vi: {
    title: "Báo cáo",
    lot: "Lô",
    model: "Mẫu",
    made: "Lập lúc",
    practice: "THỰC HÀNH: chỉ thiết bị ảo",
    units: "Thiết bị đạt",
    firstPass: "Đạt ngay lần đầu",
    failedRuns: "Lần chạy hỏng",
    takt: "nhịp",
    perHour: "thiết bị/giờ",
    pace: "Có kịp nhịp không? Thiết bị mỗi giờ",
    yields: "Đạt ngay lần đầu? Theo ngày, kèm số thiết bị",
    steps: "Thời gian đi đâu? Trung vị, vạch đến phân vị 95",
    failures: "Hỏng gì? Lần chạy theo mã",
    bySlot: "Theo vị trí: số hỏng trên tổng số lần chạy",
    slot: "Vị trí",
    shift: "Ca",
    median: "trung vị",
    runs: "lần chạy",
    nothing: "Không có gì trong thời gian này",
    more: "nữa",
  },
};
