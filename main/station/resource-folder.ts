import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** A folder below resources/: beside the packed application, or up the tree from a checkout's sources or build. */
export function resourceFolder(path: string): string {
  const packed =
    "resourcesPath" in process && typeof process.resourcesPath === "string" ? process.resourcesPath : undefined;
  if (packed !== undefined && existsSync(join(packed, path))) return join(packed, path);
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, "resources", path);
    if (existsSync(candidate) || folder === dirname(folder)) return candidate;
  }
}
