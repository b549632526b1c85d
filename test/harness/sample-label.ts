import { parseLabelTemplate } from "../../main/label/label-template.ts";
import type { LabelValues } from "../../main/label/label-fields.ts";
import { LabelTypeface } from "../../main/label/label-typeface.ts";
import { reportTypeface } from "../../main/station/report-typeface.ts";

export const sampleValuesOfUnit: LabelValues = {
  serialNumber: "GW220000128",
  model: "GW-200",
  lot: "4711",
  registrationId: "gw220000128",
  deviceId: "gw220000128",
  date: "2026-11-23",
  endorsementKeySha256: "ab".repeat(32),
};

/** Every kind of element. */
export const sampleSource = `
label: unit
size: { width: 60, height: 40 }
dpi: 300
elements:
  - { type: text, x: 2, y: 2, size: 3, content: "{model} Gerät ß 1" }
  - { type: text, x: 2, y: 6, size: 2.5, width: 25, align: right, content: "S/N {serialNumber}" }
  - { type: data-matrix, x: 44, y: 2, size: 14, content: "{serialNumber}", rotation: 90 }
  - { type: qr, x: 44, y: 20, size: 14, content: "https://example.test/{deviceId}?lot={lot}", level: Q }
  - { type: code-128, x: 4, y: 26, width: 38, height: 8, content: "{serialNumber}" }
  - { type: box, x: 0.5, y: 0.5, width: 59, height: 39, thickness: 0.3 }
  - { type: line, x: 2, y: 12, length: 30, thickness: 0.3 }
  - { type: text, x: 40, y: 4, size: 2, rotation: 270, width: 20, align: center, content: "{lot}" }
`;

export const sampleTemplate = () => parseLabelTemplate(sampleSource).template;

export const sampleTypeface = async (): Promise<LabelTypeface> => new LabelTypeface((await reportTypeface()).regular);
