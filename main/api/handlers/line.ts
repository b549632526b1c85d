import { asStationError } from "../../base/errors/base-errors.ts";
import type { Desk } from "../desk.ts";
import { problemOf } from "../report-problem.ts";
import { api } from "./base.ts";
import { slotView } from "./slot-view.ts";

export function lineHandlers(desk: Desk) {
  const line = api(desk).line;
  const view = (slotId: string) => slotView(desk.slots.get(slotId), desk.expectedMs());
  return {
    slots: line.slots.handler(() => desk.slots.all().map((slot) => slotView(slot, desk.expectedMs()))),
    scan: line.scan.handler(({ input }) => {
      try {
        return { accepted: true, slotId: desk.slots.scan(input.code).id, problem: null };
      } catch (error) {
        return { accepted: false, slotId: null, problem: problemOf(asStationError(error)) };
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
