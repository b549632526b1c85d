import { homedir } from "node:os";
import { join } from "node:path";

/** Where a program of this name keeps its data for this user: XDG_DATA_HOME, Application Support or LOCALAPPDATA. */
export function userDataFolder(
  name: string,
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const home = homedir();
  if (platform === "darwin") return join(home, "Library/Application Support", name);
  if (platform === "win32") return join(environment["LOCALAPPDATA"] ?? join(home, "AppData/Local"), name);
  const asked = environment["XDG_DATA_HOME"];
  return join(asked?.startsWith("/") === true ? asked : join(home, ".local/share"), name);
}
