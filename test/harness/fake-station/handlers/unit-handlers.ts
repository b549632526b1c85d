import { implement } from "@orpc/server";
import { contract } from "../../../../main/api/contract/index.ts";
import { fakeFind, fakeMoves, fakeVerification } from "../fake-rooms.ts";
import type { FakeParts } from "../fake-parts.ts";

const on = implement(contract);

/** Units, looked up and verified. */
export function unitHandlers({ line, people, neededSlot, findUnit }: FakeParts) {
  return {
    units: {
      list: on.units.list.handler(({ input }) => {
        const wanted = input.search.toLowerCase();
        const found = [...line.units.values()]
          .filter((unit) => `${unit.serialNumber} ${unit.registrationId} ${unit.lot}`.toLowerCase().includes(wanted))
          .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
        return { units: found.slice(input.offset, input.offset + input.limit), total: found.length };
      }),
      get: on.units.get.handler(({ input }) => findUnit(input.serialNumber)),
      refresh: on.units.refresh.handler(({ input }) => findUnit(input.serialNumber)),
      verifications: on.units.verifications.handler(() => []),
      change: on.units.change.handler(({ input: { serialNumber, act } }) => {
        people.need("quality");
        const unit = findUnit(serialNumber);
        line.units.set(serialNumber, { ...unit, state: stateAfter[act] });
        return findUnit(serialNumber);
      }),
      allowedMoves: on.units.allowedMoves.handler(({ input }) =>
        fakeMoves(findUnit(input.serialNumber)).map((move) => ({
          ...move,
          may: people.session().rights.includes("quality"),
        })),
      ),
      find: on.units.find.handler(({ input }) => fakeFind([...line.units.values()], input.text)),
      verify: on.units.verify.handler(({ input }) =>
        fakeVerification(findUnit(input.serialNumber ?? neededSlot(input.slotId).serialNumber ?? "")),
      ),
    },
  };
}

const stateAfter = { quarantine: "quarantined", release: "provisioned", rework: "rework", scrap: "scrapped" } as const;
