import { startPracticeDps } from "../../main/practice/dps/practice-dps.ts";
import type { CallsSeen, PracticeOrder } from "./practice-service.ts";

/** The other process of `PracticeService`; ends with the one that started it. */
const [, , stateFile] = process.argv;
const dps = await startPracticeDps(stateFile === undefined ? {} : { stateFile });
let from = 0;
let refused = 0;
let looked = 0;

/** The log of calls is a ring: it is read before it turns. */
function look(): void {
  for (const { number, status } of dps.calls.since(looked)) {
    if (number <= from) continue;
    if (status === 429) refused += 1;
  }
  looked = dps.calls.count;
}

function obey(order: PracticeOrder): CallsSeen {
  look();
  if (order.type === "scenario") dps.useScenario(order.scenario);
  if (order.type === "reachable") dps.setReachable(order.reachable);
  if (order.type === "count") {
    from = dps.calls.count;
    refused = 0;
  }
  return { calls: dps.calls.count - from, refused };
}

setInterval(look, 100).unref();
process.on("message", (order: PracticeOrder) => process.send?.(obey(order)));
process.on("disconnect", () => process.exit());
const { url, endpoint, idScope, connectionString, caPem } = dps;
process.send?.({ url, endpoint, idScope, connectionString, caPem });
