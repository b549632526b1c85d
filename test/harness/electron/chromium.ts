import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { say } from "./say.ts";

const candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Path of a Chromium to stand for Electron's; `TOUCHMARK_CHROMIUM` names another. */
export function findChromium(): string | undefined {
  const asked = process.env["TOUCHMARK_CHROMIUM"];
  return [...(asked === undefined ? [] : [asked]), ...candidates].find((path) => existsSync(path));
}

const quietOptions = [
  "--headless=new",
  "--remote-debugging-port=0",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--window-size=1280,800",
  // A port tells its page when its other end is gone: Electron patches this into Blink, Chromium has it behind a switch.
  "--enable-blink-features=MessagePortCloseEvent",
];

/** Starts a headless Chromium with a profile of its own and returns its DevTools address. Ends with this process. */
export function launchChromium(onExit: () => void): Promise<string> {
  const path = findChromium();
  if (path === undefined) return Promise.reject(new Error("stand-in: no Chromium found"));
  const profile = mkdtempSync(join(tmpdir(), "touchmark-chromium-"));
  // As root Chromium refuses to start with its sandbox on. This weakens the test machine, never the product.
  const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const child = spawn(path, [...quietOptions, ...root, `--user-data-dir=${profile}`, "about:blank"], {
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  const end = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      // It is gone already.
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  process.once("exit", end);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      reject(new Error(`stand-in: Chromium ended with ${code}`));
      onExit();
    });
    createInterface({ input: child.stderr }).on("line", (line) => {
      const address = /^DevTools listening on (ws:\S+)$/.exec(line)?.[1];
      if (address === undefined) return;
      say("devtools", address);
      resolve(address);
    });
  });
}
