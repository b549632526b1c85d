import { systemClock } from "../../base/clock.ts";
import { asStationError } from "../../base/errors/base-errors.ts";
import type { StationError } from "../../base/errors/station-error.ts";
import { drawSvg } from "../../label/draw-svg.ts";
import { writeZpl } from "../../label/write-zpl.ts";
import type { PrinterSettings } from "../../api/contract/index.ts";
import { LabelPress, layOut, type Printed, versionOf } from "../labels/label-press.ts";
import type { Workshop } from "../workshop.ts";

interface Wanted {
  readonly serialNumber: string;
  /** Left out: what the recipe of its lot, or the station, prints. */
  readonly template: string | undefined;
}

/** Prints a unit's label and waits for it. Throws `label.*`, `printer.*`, `records.*`. */
export async function printLabel(
  workshop: Workshop,
  order: Wanted & { readonly printer: string | undefined; readonly reason: string | null },
  signal: AbortSignal,
): Promise<Printed> {
  const { serialNumber, template, printer, reason } = order;
  return withPress(workshop, signal, async (press) => {
    const usual = template === undefined ? await press.orderOfUnit(serialNumber) : { template };
    return press.print({ serialNumber, reason, label: { ...usual, ...(printer === undefined ? {} : { printer }) } });
  });
}

/** What would be printed, and by which version. Throws `label.*`. */
export async function labelPreview(
  workshop: Workshop,
  order: Wanted & { readonly format: ".svg" | ".pdf" | ".zpl" },
): Promise<{ readonly template: string; readonly content: string | Uint8Array }> {
  const press = new LabelPress(workshop);
  const { serialNumber, format } = order;
  const values = await press.values(serialNumber);
  const loaded = await press.shelf.get(order.template ?? (await press.orderOfUnit(serialNumber)).template);
  const typeface = await press.typeface();
  const layout = await layOut(loaded.template, { values, typeface, mark: press.mark });
  const draw = {
    ".svg": () => drawSvg(layout, typeface),
    ".pdf": async () => {
      const { drawPdf } = await import("../../label/draw-pdf.ts");
      return drawPdf(layout, typeface, { title: serialNumber, at: systemClock.now() });
    },
    ".zpl": () => writeZpl(layout, typeface),
  }[format];
  return { template: versionOf(loaded), content: await draw() };
}

/** Every printer, asked now. */
export function printerStates(
  workshop: Workshop,
  signal: AbortSignal,
): Promise<readonly (PrinterSettings & { readonly state: string; readonly error: StationError | null })[]> {
  return withPress(workshop, signal, async (press) => {
    const { printers } = await press.settings.read();
    return Promise.all(
      printers.map(async (printer) => {
        try {
          return { ...printer, state: await press.stateOf(printer.name), error: null };
        } catch (error) {
          return { ...printer, state: "problem", error: asStationError(error) };
        }
      }),
    );
  });
}

async function withPress<Value>(
  workshop: Workshop,
  signal: AbortSignal,
  task: (press: LabelPress) => Promise<Value>,
): Promise<Value> {
  const press = new LabelPress(workshop);
  const stop = (): void => void press.close();
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await task(press);
  } finally {
    signal.removeEventListener("abort", stop);
    await press.close();
  }
}
