import type { LabelDraft, PrinterView, StationEvent, WhenPassed } from "../../../main/api/contract/index.ts";

const first: LabelDraft = {
  label: "unit",
  size: { width: 50, height: 25 },
  dpi: 203,
  elements: [
    { type: "text", x: 2, y: 2, size: 3, content: "{model}" },
    { type: "data-matrix", x: 30, y: 2, size: 14, content: "{serialNumber}" },
  ],
};

/** Labels of a station that has one, and a printer that is out of paper. */
export class FakeLabels {
  readonly #templates = new Map<string, LabelDraft>([["unit", first]]);
  readonly #publish: (event: StationEvent) => void;
  whenPassed: WhenPassed | null = null;
  printers: readonly PrinterView[] = [
    { name: "zebra", kind: "network", address: "127.0.0.1", waiting: 2, problem: paperOut },
    { name: "pdf", kind: "folder", address: "printed-labels", waiting: 0, problem: null },
  ];

  constructor(publish: (event: StationEvent) => void) {
    this.#publish = publish;
  }

  list() {
    const templates = [...this.#templates].map(([name, { size }]) => ({ name, hash: name, ...size, fault: null }));
    return { templates, fields: ["serialNumber", "model", "lot"], whenPassed: this.whenPassed };
  }

  get(name: string) {
    return { template: this.#templates.get(name) ?? first, hash: name };
  }

  save(template: LabelDraft) {
    this.#templates.set(template.label, template);
    this.#publish({ type: "set-up" });
    return { name: template.label, hash: template.label };
  }

  remove(name: string): void {
    this.#templates.delete(name);
    this.#publish({ type: "set-up" });
  }

  /** A frame for each element, so that a test sees them. */
  preview({ size, elements }: LabelDraft) {
    const boxes = elements.map(({ x, y }) => `<rect x="${x}" y="${y}" width="5" height="5"/>`).join("");
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}">${boxes}</svg>`;
    return { svg, faults: [], codes: [] };
  }
}

const paperOut = {
  code: "printer.paper-out",
  sentence: "No labels left. Put a new roll in, then reprint.",
  detail: "~HS: paper out",
  retry: "after-fix",
} as const;
