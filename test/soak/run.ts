import { parseArgs } from "node:util";
import { soak } from "./soak.ts";

/** `npm run soak`: 10 000 runs over 32 slots. `--runs N`, `--slots N` and `--seed N` change that; the seed that found something finds it again. */
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "10000" },
    slots: { type: "string", default: "32" },
    seed: { type: "string", default: "20261123" },
  },
});
// Said before anything is counted: standard output is a handle too, from the first word on it.
console.log(`Soak: ${values.runs} runs over ${values.slots} slots, seed ${values.seed}`);
const { wrong, ...report } = await soak({
  runs: Number(values.runs),
  slots: Number(values.slots),
  seed: Number(values.seed),
  onProgress: (runs) => console.log(`${runs} runs, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`),
});
console.log(JSON.stringify(report, null, 2));
for (const what of wrong.slice(0, 50)) console.log(`WRONG: ${what}`);
console.log(wrong.length === 0 ? "All is well." : `${wrong.length} things are wrong.`);
process.exitCode = wrong.length === 0 ? 0 : 1;
