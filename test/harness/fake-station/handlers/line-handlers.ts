import { implement } from "@orpc/server";
import { contract, type Problem } from "../../../../main/api/contract/index.ts";
import { lotCode, nobodyToUnlock, refuse, scanNotAwaited, unknownCode, whichSlot } from "../fake-problems.ts";
import type { FakeParts } from "../fake-parts.ts";

const on = implement(contract);

/** The Line: slots, the fixture's front, and the hands of practice. */
export function lineHandlers({ lots, line, dps, people, fixture, setReachable, neededSlot }: FakeParts) {
  return {
    line: {
      slots: on.line.slots.handler(() => line.slots()),
      scan: on.line.scan.handler(({ input }) => {
        if (people.isBadge(input.code)) {
          people.signIn({ badge: input.code });
          return { accepted: true, slotId: null, problem: null };
        }
        const waiting = line.slots().filter(({ id, state }) => state === "scan" && (input.slotId ?? id) === id);
        const serialNumber = (input.serialNumbers ?? [input.code]).find((text) => /^GW2\d{8}$/.test(text));
        const expected = { model: lots.needed().model, serialNumber: "^GW2[0-9]{8}$" };
        const refused = (why: Problem) => ({ accepted: false, slotId: null, problem: why, expected });
        if (serialNumber === undefined) return refused(lots.has(input.code) ? lotCode : unknownCode);
        const [slot, other] = waiting;
        if (slot === undefined) return refused(scanNotAwaited);
        if (other !== undefined) return refused(whichSlot);
        line.start(slot.id, serialNumber);
        return { accepted: true, slotId: slot.id, problem: null };
      }),
      retry: on.line.retry.handler(({ input }) => {
        const slot = neededSlot(input.slotId);
        return line.start(slot.id, slot.serialNumber ?? "GW220000000");
      }),
      stop: on.line.stop.handler(({ input }) => line.stop(neededSlot(input.slotId).id)),
    },
    fixture: {
      read: on.fixture.read.handler(() => fixture.view),
      arrange: on.fixture.arrange.handler(({ input }) => {
        people.need("set-up");
        return fixture.set(input === null ? { size: null, places: [] } : input);
      }),
      setTakt: on.fixture.setTakt.handler(({ input: { seconds } }) =>
        fixture.set({ taktSeconds: seconds, stationTaktSeconds: seconds }),
      ),
      setKeyboardScanner: on.fixture.setKeyboardScanner.handler(({ input }) => fixture.set({ keyboardScanner: input })),
      setSerialScanner: on.fixture.setSerialScanner.handler(({ input: { scanner } }) =>
        fixture.set({ serialScanner: scanner === null ? null : { ...scanner, state: "open", code: null } }),
      ),
      takeScan: on.fixture.takeScan.handler(({ input }) => ({ taken: fixture.claim(input.id) })),
      lock: on.fixture.lock.handler(() => {
        people.need("lots");
        return people.all.size === 0 ? refuse(nobodyToUnlock) : fixture.lock();
      }),
      unlock: on.fixture.unlock.handler(({ input }) => fixture.unlock(input.who)),
    },
    practice: {
      plug: on.practice.plug.handler(({ input }) => {
        lots.needed();
        return line.plug(neededSlot(input.slotId).id, input.fault);
      }),
      unplug: on.practice.unplug.handler(({ input }) => line.unplug(neededSlot(input.slotId).id)),
      service: on.practice.service.handler(({ input }) => {
        setReachable(input.reachable);
        return input;
      }),
      calls: on.practice.calls.handler(({ input }) => dps.calls.slice(0, input.limit)),
      hubDevices: on.practice.hubDevices.handler(({ input }) => dps.hubDevices.slice(0, input.limit)),
    },
  };
}
