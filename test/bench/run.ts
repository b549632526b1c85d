import { availableParallelism, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { measureDurablePasses } from "./durable-passes.ts";
import { benchRecords } from "./records.bench.ts";
import { measureShellStart } from "./shell-start.ts";
import { measureUnitTimes, mostSharePercent } from "./unit-times.ts";

/**
 * `npm run bench`: what the station costs. Targets are ratios within one run, so that they mean the same on every machine; the exit
 * code is 1 when one is missed. `--json` prints one JSON document in place of tables, `--only units|shell|passes` measures one
 * thing, `--large` adds the records with 100 000 units in them, which takes minutes.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    only: { type: "string" },
    large: { type: "boolean", default: false },
  },
});

const kinds = ["units", "shell", "passes"];
if (options.only !== undefined && !kinds.includes(options.only)) throw new Error(`--only takes ${kinds.join(", ")}`);
const wanted = (name: string): boolean => options.only === undefined || options.only === name;
const say = (text: string): void => {
  if (!options.json) console.log(text);
};

const units = wanted("units") ? await measureUnitTimes() : [];
if (units.length > 0) {
  say(
    `\nFrom plug to PASS at 115 200 baud, milliseconds (median of the units; the station's share may be ${mostSharePercent} %)`,
  );
  if (!options.json) console.table(units);
}
const shell = wanted("shell") ? await measureShellStart() : undefined;
if (wanted("shell")) {
  say("\nWeb shell, from start to a page on which a unit can be plugged in (median of 3)");
  if (shell === undefined) say("not measured: no Chromium here");
  else if (!options.json) console.table([shell]);
}
const passes = wanted("passes") ? await measureDurablePasses() : undefined;
if (passes !== undefined) {
  say("\nDurable PASS transactions");
  if (!options.json) console.table([passes]);
}
const large = options.large ? await benchRecords() : undefined;
if (large !== undefined && !options.json) {
  say("\nRecords with 100 000 units");
  console.table([large]);
}

const missed = units
  .filter(({ sharePercent }) => sharePercent > mostSharePercent)
  .map(({ attestation, slots, sharePercent }) => `${attestation}, ${slots} at once: station's share ${sharePercent} %`);
if (options.json) {
  const machine = { processors: availableParallelism(), memoryBytes: totalmem(), platform: process.platform };
  console.log(
    JSON.stringify({ machine, units, shell: shell ?? null, passes: passes ?? null, large: large ?? null, missed }),
  );
}
say(missed.length === 0 ? "\nAll targets met." : `\nTargets missed: ${missed.join("; ")}`);
process.exitCode = missed.length === 0 ? 0 : 1;
