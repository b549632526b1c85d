import { setTimeout as sleep } from "node:timers/promises";
import { implement } from "@orpc/server";
import { contract } from "../../../../main/api/contract/index.ts";
import { fakeLotDetail, fakeLotUnits, fakeManifestReport } from "../fake-rooms.ts";
import { fakeRecipes, openFakeLot, sha256Hex } from "../fake-records.ts";
import { lotExists, noRecipe, notManifest, refuse } from "../fake-problems.ts";
import type { FakeParts } from "../fake-parts.ts";

const on = implement(contract);

/** Lots and what of them leaves the house. */
export function lotHandlers({ lots, line, requests, people }: FakeParts) {
  return {
    lots: {
      list: on.lots.list.handler(() => lots.list()),
      current: on.lots.current.handler(() => lots.current()),
      recipes: on.lots.recipes.handler(() => [...fakeRecipes]),
      open: on.lots.open.handler(({ input }) => {
        people.need("lots");
        if (lots.has(input.lot)) return refuse(lotExists);
        const recipe = fakeRecipes.find((one) => one.recipe === input.recipe) ?? refuse(noRecipe);
        return lots.use(openFakeLot(input.lot, recipe, input.quantity));
      }),
      use: on.lots.use.handler(({ input }) => lots.use(lots.get(input.lot))),
      samplesDue: on.lots.samplesDue.handler(() => []),
      close: on.lots.close.handler(({ input }) => {
        people.need("lots");
        return lots.keep({ ...lots.get(input.lot), state: "closed" });
      }),
      failures: on.lots.failures.handler(() => []),
      show: on.lots.show.handler(({ input }) => fakeLotDetail(lots.get(input.lot), [...line.units.values()])),
      units: on.lots.units.handler(({ input }) => fakeLotUnits([...line.units.values()], input)),
    },
    exports: {
      run: on.exports.run.handler(async function* ({ input, signal }) {
        const units = [...line.units.values()].filter((unit) => unit.lot === input.lot && unit.state === "provisioned");
        const header = input.format === "csv" ? "registrationId,deviceId\r\n" : "";
        let whole = header;
        if (header !== "") yield { type: "text" as const, text: header };
        for (const [index, unit] of units.entries()) {
          await sleep(60, undefined, signal === undefined ? {} : { signal });
          const row = { registrationId: unit.registrationId, deviceId: unit.serialNumber };
          const text =
            input.format === "csv" ? `${row.registrationId},${row.deviceId}\r\n` : `${JSON.stringify(row)}\n`;
          whole += text;
          yield { type: "text" as const, text };
          yield { type: "progress" as const, done: index + 1, total: units.length };
        }
        yield {
          type: "done" as const,
          fileName: `PRACTICE-${input.lot}.${input.format}`,
          mediaType: input.format === "csv" ? "text/csv" : "application/jsonl",
          count: units.length,
          sha256: sha256Hex(whole),
        };
      }),
    },
    manifests: {
      begin: on.manifests.begin.handler(() => ({ upload: "1" })),
      append: on.manifests.append.handler(({ input }) => ({ received: input.chunk.length })),
      verify: on.manifests.verify.handler(() => fakeManifestReport()),
      services: on.manifests.services.handler(() => []),
      compare: on.manifests.compare.handler(() => refuse(notManifest)),
      cancel: on.manifests.cancel.handler(() => ({ received: 0 })),
    },
    requests: {
      awaiting: on.requests.awaiting.handler(() => [...requests.awaiting]),
      list: on.requests.list.handler(() => []),
      export: on.requests.export.handler(({ input }) => requests.page(input.after)),
      import: on.requests.import.handler(({ input }) => requests.take(input.base64)),
    },
  };
}
