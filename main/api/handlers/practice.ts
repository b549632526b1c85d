import { apiErrors } from "../api-errors.ts";
import type { Desk, PracticeDesk } from "../desk.ts";
import { api } from "./base.ts";
import { slotView } from "./slot-view.ts";

/** Throws `api.not-practice`. */
export function practiceHands(desk: Desk): PracticeDesk {
  if (desk.practice === undefined) throw apiErrors.notPractice("this station is real");
  return desk.practice;
}

export function practiceHandlers(desk: Desk) {
  const { practice } = api(desk);
  const hands = (): PracticeDesk => practiceHands(desk);
  const view = (slotId: string) => slotView(desk.slots.get(slotId), desk.expectedMs());
  return {
    plug: practice.plug.handler(async ({ input }) => {
      await hands().plug(input.slotId, input.fault);
      return view(input.slotId);
    }),
    unplug: practice.unplug.handler(({ input }) => {
      hands().unplug(input.slotId);
      return view(input.slotId);
    }),
    service: practice.service.handler(({ input }) => {
      hands().setServiceReachable(input.reachable);
      return { reachable: input.reachable };
    }),
    calls: practice.calls.handler(({ input }) => [...hands().calls(input.limit)]),
    hubDevices: practice.hubDevices.handler(({ input }) => [...hands().hubDevices(input.limit)]),
  };
}
