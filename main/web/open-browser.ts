import { spawn } from "node:child_process";

/** The system's own way to open an address. */
function opener(url: string): readonly [string, readonly string[]] {
  if (process.platform === "darwin") return ["open", [url]];
  if (process.platform === "win32") return ["rundll32", ["url.dll,FileProtocolHandler", url]];
  return ["xdg-open", [url]];
}

/** Opens the address in the user's browser; false if there is none to be found. Never waits for the browser to end. */
export function openBrowser(url: string): Promise<boolean> {
  const [program, options] = opener(url);
  return new Promise((resolve) => {
    const child = spawn(program, options, { stdio: "ignore", detached: true });
    child.once("error", () => resolve(false));
    child.once("spawn", () => {
      child.unref();
      resolve(true);
    });
  });
}
