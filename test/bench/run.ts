import { availableParallelism, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { leastCertificateRatio, measureCertificates } from "./certificates.ts";
import { measureConsole, mostConsoleRatio } from "./console-times.ts";
import { benchRecords } from "./records.bench.ts";
import { recordsBenches } from "./records-benches.ts";
import { measureScreens } from "./screens/measure-screens.ts";
import { serviceBenches } from "./service-benches.ts";
import { measureShellStart } from "./shell-start.ts";
import { leastFps, measureTableScroll } from "./table-scroll.ts";
import { measureUnitTimes, mostSharePercent } from "./unit-times.ts";
import { measureWireBytes, mostWireRatio } from "./wire-bytes.ts";

/**
 * `npm run bench`: what the station costs. Targets are ratios within one run, so that they mean the same on every machine; the exit
 * code is 1 when one is missed. `--json` prints one JSON document in place of tables, `--only units|bytes|console|shell|screens|passes|certificates|rate|pace|
 * down|reconcile|reconcile-million|million|export|lookup|table` measures one thing (the last five only then, and the memory of the screens), `--rounds N` fewer of each, for a look at the shape, `--large` adds the records with 100 000 units in them, which takes minutes.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    only: { type: "string" },
    large: { type: "boolean", default: false },
    rounds: { type: "string" },
  },
});

const kinds = [
  "units",
  "bytes",
  "console",
  "shell",
  "screens",
  ...Object.keys(recordsBenches),
  ...Object.keys(serviceBenches),
  "certificates",
  "table",
];
const rounds = options.rounds === undefined ? undefined : Number(options.rounds);
if (options.only !== undefined && !kinds.includes(options.only)) throw new Error(`--only takes ${kinds.join(", ")}`);
const wanted = (name: string): boolean => options.only === undefined || options.only === name;
const say = (text: string): void => {
  if (!options.json) console.log(text);
};

const units = wanted("units") ? await measureUnitTimes(rounds) : [];
if (units.length > 0) {
  say(
    `\nFrom plug to PASS at 115 200 baud, milliseconds (median of the units; the station's share may be ${mostSharePercent} %)`,
  );
  if (!options.json) console.table(units);
}
const bytes = wanted("bytes") ? await measureWireBytes() : undefined;
if (bytes !== undefined) {
  say(
    `\nBytes on the wire for a unit with a TPM, and the least the protocol allows (the ratio may be ${mostWireRatio})`,
  );
  if (!options.json) console.table([bytes]);
}
const overConsole = wanted("console") ? await measureConsole(rounds) : undefined;
if (wanted("console")) {
  say(`\nA Linux unit behind a log-in, by the station and by a bare script (the ratio may be ${mostConsoleRatio})`);
  if (overConsole === undefined) say("not measured: swtpm, tpm2-tools, socat or openssl is missing");
  else if (!options.json) console.table([overConsole]);
}
const shell = wanted("shell") ? await measureShellStart() : undefined;
if (wanted("shell")) {
  say("\nWeb shell, from start to a page on which a unit can be plugged in (median of 3)");
  if (shell === undefined) say("not measured: no Chromium here");
  else if (!options.json) console.table([shell]);
}
const screens = wanted("screens") ? await measureScreens(rounds, options.only === "screens") : undefined;
if (wanted("screens")) {
  say("\nScreens in Chromium, four times slowed down: first look, 32 busy slots, from device to pixel, memory");
  if (screens === undefined) say("not measured: no Chromium here");
  else if (!options.json) for (const row of screens.rows) console.table([row]);
}
const kept: Record<string, readonly object[] | null> = {};
const keptMissed: string[] = [];
for (const [name, bench] of Object.entries(recordsBenches)) {
  if (bench.onDemand === true ? options.only !== name : !wanted(name)) continue;
  say(`\n${bench.title}`);
  const measured = await bench.measure();
  kept[name] = measured?.rows ?? null;
  keptMissed.push(...(measured?.missed ?? []));
  if (measured === undefined) say("not measured: a part is missing");
  else if (!options.json) console.table(measured.rows);
}
const service: Record<string, object> = {};
const serviceMissed: string[] = [];
for (const [name, bench] of Object.entries(serviceBenches)) {
  if (bench.onDemand === true ? options.only !== name : !wanted(name)) continue;
  const { row, missed } = await bench.measure(rounds);
  service[name] = row;
  serviceMissed.push(...missed);
  say(`\n${bench.title}`);
  if (!options.json) console.table([row]);
}
// A million units are made first: minutes, and 4 GB in the folder for temporary files.
const table = options.only === "table" ? await measureTableScroll() : undefined;
if (options.only === "table") {
  say(`\nTable of a million units in Chromium, four times slowed down (frames a second, ${leastFps} wanted)`);
  if (table === undefined) say("not measured: no Chromium here");
  else if (!options.json) console.table([table]);
}
const large = options.large ? await benchRecords() : undefined;
if (large !== undefined && !options.json) {
  say("\nRecords with 100 000 units");
  console.table([large]);
}

const certificates = wanted("certificates") ? await measureCertificates(rounds) : undefined;
if (wanted("certificates")) {
  say(
    `\nDevice certificates a second, and by openssl x509 -req in a loop (the ratio must be ${leastCertificateRatio})`,
  );
  if (certificates === undefined) say("not measured: no OpenSSL here");
  else if (!options.json) console.table(certificates);
}

const missed = [
  ...(certificates ?? [])
    .filter(({ ratio }) => ratio < leastCertificateRatio)
    .map(({ custody, ratio }) => `certificates by a key in a ${custody}: ${ratio} times openssl's`),
  ...units
    .filter(({ sharePercent }) => sharePercent > mostSharePercent)
    .map(
      ({ attestation, slots, pace, sharePercent }) =>
        `${attestation}, ${slots} ${pace}: station's share ${sharePercent} %`,
    ),
  ...(bytes !== undefined && bytes.ratio > mostWireRatio ? [`bytes on the wire: ${bytes.ratio} of the least`] : []),
  ...(overConsole !== undefined && overConsole.ratio > mostConsoleRatio
    ? [`console driver: ${overConsole.ratio} of a bare script's time`]
    : []),
  ...(screens?.missed ?? []),
  ...keptMissed,
  ...serviceMissed,
  ...(table !== undefined && Math.min(table.wheelFps, table.thumbFps) < leastFps
    ? [`table of a million units: ${table.wheelFps} and ${table.thumbFps} frames a second`]
    : []),
];
if (options.json) {
  const machine = { processors: availableParallelism(), memoryBytes: totalmem(), platform: process.platform };
  console.log(
    JSON.stringify({
      machine,
      units,
      bytes: bytes ?? null,
      console: overConsole ?? null,
      shell: shell ?? null,
      screens: screens?.rows ?? null,
      records: kept,
      certificates: certificates ?? null,
      service,
      table: table ?? null,
      large: large ?? null,
      missed,
    }),
  );
}
say(missed.length === 0 ? "\nAll targets met." : `\nTargets missed: ${missed.join("; ")}`);
process.exitCode = missed.length === 0 ? 0 : 1;
