import { parseArgs } from "node:util";
import { soakCrashes } from "./crashes/soak-crashes.ts";
import { soakEnrollments } from "./enrollments/soak-enrollments.ts";
import { soakDisks } from "./full-disk/soak-disks.ts";
import { soak } from "./soak.ts";

/**
 * `npm run soak`: 10 000 runs over 32 slots; 20 000 enrollments at a failing service by a station that is killed ten times; a shift over 32
 * slots whose station is killed 500 times and whose power is cut 150 times; disks that get full at every write of a station or fail.
 * `--only line|enrollments|crashes|disks` takes one of them; `--runs`, `--slots`, `--enrollments`, `--kills`, `--cuts` and `--seed` change
 * them. The seed that found something finds it again, but for what the pace of killed stations adds.
 */
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    runs: { type: "string", default: "10000" },
    slots: { type: "string", default: "32" },
    enrollments: { type: "string", default: "20000" },
    kills: { type: "string" },
    cuts: { type: "string", default: "150" },
    seed: { type: "string", default: "20261123" },
  },
});
const kinds = {
  line: () =>
    soak({
      runs: Number(values.runs),
      slots: Number(values.slots),
      seed: Number(values.seed),
      onProgress: (runs) => console.log(`${runs} runs, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`),
    }),
  enrollments: () =>
    soakEnrollments({
      enrollments: Number(values.enrollments),
      kills: Number(values.kills ?? 10),
      seed: Number(values.seed),
      onProgress: (what) => console.log(what),
    }),
  crashes: () =>
    soakCrashes({
      kills: Number(values.kills ?? 500),
      cuts: Number(values.cuts),
      slots: Number(values.slots),
      seed: Number(values.seed),
      onProgress: (what) => console.log(what),
    }),
  disks: () => soakDisks(Number(values.seed), (what) => console.log(what)),
};
const chosen = Object.entries(kinds).filter(([name]) => values.only === undefined || values.only === name);
if (chosen.length === 0) throw new Error(`--only takes ${Object.keys(kinds).join(", ")}`);
let found = 0;
for (const [name, run] of chosen) {
  const { wrong, ...report } = await run();
  console.log(JSON.stringify({ soak: name, ...report }, null, 2));
  for (const what of wrong.slice(0, 50)) console.log(`WRONG: ${what}`);
  found += wrong.length;
}
console.log(found === 0 ? "All is well." : `${found} things are wrong.`);
process.exitCode = found === 0 ? 0 : 1;
