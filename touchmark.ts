// The command line from a checkout: `npm run touchmark -- …`. Only the Node side is built, the screens are not waited for.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildStale } from "./build.ts";

const stationFault = 3;

try {
  await buildStale(["main"]);
} catch (error) {
  console.error(`touchmark: out/main could not be built: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(stationFault);
}
await import(pathToFileURL(join(import.meta.dirname, "out/main/cli.js")).href);
