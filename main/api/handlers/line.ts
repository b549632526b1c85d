import { asStationError } from "../../base/errors/base-errors.ts";
import type { Desk } from "../desk.ts";
import { problemOf } from "../report-problem.ts";
import { api } from "./base.ts";
import type { ScannedLabel } from "../label-desk.ts";
import { scanLabel } from "./scan-label.ts";
import { slotView } from "./slot-view.ts";

export function lineHandlers(desk: Desk) {
  const line = api(desk).line;
  const view = (slotId: string) => slotView(desk.slots.get(slotId), desk.expectedMs());
  const scanned = (label: ScannedLabel) =>
    desk.people.admit({ right: "run", needsSecond: false }, () => scanLabel(desk, label));
  const expected = () => {
    const { model, serialNumber } = desk.lots.recipe()?.recipe.product ?? {};
    return model === undefined || serialNumber === undefined ? null : { model, serialNumber };
  };
  return {
    slots: line.slots.handler(() => desk.slots.all().map((slot) => slotView(slot, desk.expectedMs()))),
    scan: line.scan.handler(async ({ input }) => {
      try {
        if (await desk.people.signInByScan(input.code)) return { accepted: true, slotId: null, problem: null };
        return { accepted: true, slotId: await scanned(input), problem: null };
      } catch (error) {
        const problem = problemOf(asStationError(error));
        // A printed label is wrong by its unit, not by what serial numbers look like.
        const hint = problem.code.startsWith("label.") ? null : expected();
        return { accepted: false, slotId: null, problem, expected: hint };
      }
    }),
    retry: line.retry.handler(({ input }) => {
      const slot = desk.slots.get(input.slotId);
      slot.start();
      return view(input.slotId);
    }),
    stop: line.stop.handler(({ input }) => {
      desk.slots.get(input.slotId).stop();
      return view(input.slotId);
    }),
  };
}
