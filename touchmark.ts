// The command line from a checkout: `npm run touchmark -- …`. Only the Node side is built, the screens are not waited for.
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { buildStale } from "./build.ts";

await buildStale(["main"]);
await import(pathToFileURL(join(import.meta.dirname, "out/main/cli.js")).href);
