import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Part, parts } from "./parts.ts";

const installMinutes = 12;

function onPath(command: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const isThere = ({ commands, files }: Part): boolean =>
  commands.every(onPath) && (files === undefined || files.some((file) => existsSync(file)));

/** How apt-get may be run here, if at all. */
function aptGet(): readonly string[] | undefined {
  if (!onPath("apt-get")) return undefined;
  if (process.getuid?.() === 0) return ["apt-get"];
  return onPath("sudo") && spawnSync("sudo", ["-n", "true"]).status === 0 ? ["sudo", "-n", "apt-get"] : undefined;
}

function run(words: readonly string[]): boolean {
  const [command = "", ...rest] = words;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return (
    spawnSync(command, rest, { env, stdio: ["ignore", "ignore", "inherit"], timeout: installMinutes * 60_000 })
      .status === 0
  );
}

/** Installs the real parts that are missing, where it may; answers those that still are, for the tests to be counted as skipped. */
export function installParts(): readonly Part[] {
  const missing = parts.filter((part) => !isThere(part));
  if (missing.length === 0) return [];
  const apt = aptGet();
  if (apt !== undefined) {
    const packages = missing.flatMap((part) => part.packages);
    process.stdout.write(`Installing for the tests: ${packages.join(" ")}\n`);
    const recommends = ["install", "-y", "-qq", "--no-install-recommends"];
    if (!run([...apt, ...recommends, ...packages])) {
      run([...apt, "update", "-qq"]);
      run([...apt, ...recommends, ...packages]);
    }
  }
  return parts.filter((part) => !isThere(part));
}
