import { mkdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { cannotWrite } from "./cannot-write.ts";

/** Where a station keeps what it keeps. Practice has a folder of its own inside, with the same shape and nothing in common. */
export interface DataFolder {
  readonly root: string;
  readonly database: string;
  readonly authorities: string;
  /** Keys that sign manifests. */
  readonly signers: string;
  readonly trust: string;
  readonly services: string;
  /** When the next call to each service is due, for all processes; made when the first one calls. */
  readonly pace: string;
  readonly secrets: string;
  readonly recipes: string;
  /** The settings of a real station: slots and recipe. */
  readonly settings: string;
  readonly line: string;
  /** Whether the screen is locked to the Line, and by whom. */
  readonly kiosk: string;
  /** When which enrollment group was last found right. */
  readonly groupChecks: string;
  readonly labelTemplates: string;
  /** Printers, and what is printed on PASS. */
  readonly labelSettings: string;
}

/** TOUCHMARK_DATA, or the user's data folder for Touchmark by the system's own custom. */
export function defaultDataFolder(env: NodeJS.ProcessEnv = process.env): string {
  const given = env["TOUCHMARK_DATA"];
  if (given !== undefined && given !== "") return resolve(given);
  if (process.platform === "win32")
    return join(env["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local"), "Touchmark");
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", "Touchmark");
  return join(env["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share"), "touchmark");
}

export const practiceFolder = (root: string): string => join(root, "practice");

/** Makes the folder (owner only) and names its parts. Throws `set-up.folder`, or what is the matter with its disk. */
export function openDataFolder(root: string): DataFolder {
  const folder = {
    root,
    database: join(root, "station.db"),
    authorities: join(root, "authorities"),
    signers: join(root, "signers"),
    trust: join(root, "trust"),
    services: join(root, "services"),
    pace: join(root, "pace"),
    secrets: join(root, "secrets"),
    recipes: join(root, "recipes"),
    settings: join(root, "station.yaml"),
    line: join(root, "line.json"),
    kiosk: join(root, "kiosk.json"),
    groupChecks: join(root, "group-checks.json"),
    labelTemplates: join(root, "labels", "templates"),
    labelSettings: join(root, "labels", "printers.yaml"),
  };
  try {
    const { authorities, trust, services, secrets, recipes } = folder;
    for (const path of [root, authorities, trust, services, secrets, recipes]) makeFolder(path);
  } catch (cause) {
    throw cannotWrite(`cannot make ${root}`, cause);
  }
  return folder;
}

/** With its parents, one by one: asked for all at once, the system says of a read-only disk that it is not there. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}
