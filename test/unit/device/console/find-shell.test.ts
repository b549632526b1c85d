import { afterEach, describe, expect, it } from "vitest";
import { utf8 } from "../../../../main/base/bytes/bytes.ts";
import { ConsoleTerminal } from "../../../../main/device/console/console-terminal.ts";
import { findShell } from "../../../../main/device/console/find-shell.ts";
import { memoryLinkPair } from "../../../../main/link/memory-link.ts";

/** Answers a typed line; `say` prints later. */
type Script = (line: string, say: (text: string) => void) => void;

const banner = "\r\nDebian GNU/Linux 12 gateway ttyS0\r\n\r\ngateway login: ";
const login = { user: "installer", password: "s3cret-Word" };
let terminal: ConsoleTerminal | undefined;

function device(script: Script, greeting = ""): { terminal: ConsoleTerminal; typed: string[] } {
  const { near, far } = memoryLinkPair("console");
  const typed: string[] = [];
  const say = (text: string): void => void far.write(utf8(text)).catch(() => undefined);
  let line = "";
  far.listen({
    onBytes: (bytes) => {
      for (const character of Buffer.from(bytes).toString()) {
        if (character !== "\n") line += character;
        else {
          typed.push(line);
          script(line, say);
          line = "";
        }
      }
    },
    onClosed: () => undefined,
  });
  terminal = new ConsoleTerminal(near);
  if (greeting !== "") say(greeting);
  return { terminal, typed };
}

/** A shell's answer to our question, with the echo of it. */
const shell: Script = (line, say) => {
  const [, nonce] = /echo "tm""([0-9a-f]{8}):\$TMN:"/.exec(line) ?? [];
  say(nonce === undefined ? `${line}\r\n$ ` : `${line}\r\ntm${nonce}::\r\n$ `);
};

/** getty, login and a shell; `accepts` judges the password. */
function gettyDevice(accepts: (password: string) => boolean, message = "\r\n$ "): Script {
  let state: "login" | "password" | "shell" = "login";
  return (line, say) => {
    if (state === "shell") return shell(line, say);
    if (state === "login") {
      if (line !== "") state = "password";
      return say(line === "" ? banner : `${line}\r\nPassword: `);
    }
    state = accepts(line) ? "shell" : "login";
    return say(state === "shell" ? message : `\r\n\r\nLogin incorrect\r\ngateway login: `);
  };
}

afterEach(() => terminal?.close());

describe("finding a shell", () => {
  it("takes one that is there", async () => {
    expect(await findShell(device(shell).terminal, { ms: 3000 })).toEqual({ loggedIn: false, leftBehind: false });
  });

  it("logs in, whatever the message of the day says", async () => {
    const message =
      "\r\nAccess is denied to others. Invalid use is a failure.\r\nLast login: Mon Nov 23 on ttyS0\r\n$ ";
    const { terminal: console, typed } = device(gettyDevice((password) => password === login.password, message));
    expect(await findShell(console, { login, ms: 5000 })).toEqual({ loggedIn: true, leftBehind: false });
    expect(typed.filter((line) => line === login.password)).toHaveLength(1);
  });

  it("is refused after one wrong password, and tells it to nobody", async () => {
    const { terminal: console, typed } = device(gettyDevice(() => false));
    const error = await findShell(console, { login, ms: 5000 }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "device.login-refused" });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain(login.password);
    expect(typed.filter((line) => line === login.password)).toHaveLength(1);
  });

  it("gets out of a log-in that somebody left half-way", async () => {
    const getty = gettyDevice((password) => password === login.password);
    getty("somebody", () => undefined);
    const { terminal: console } = device(getty, "gateway login: somebody\r\nPassword: ");
    expect(await findShell(console, { login, ms: 5000 })).toMatchObject({ loggedIn: true });
  });

  it("is refused where the device asks and the recipe names nobody", async () => {
    const { terminal: console } = device(gettyDevice(() => true));
    await expect(findShell(console, { ms: 3000 })).rejects.toMatchObject({ code: "device.login-refused" });
  });

  it("is refused where a password is asked for and none is set", async () => {
    const { terminal: console } = device(gettyDevice(() => true));
    await expect(findShell(console, { login: { user: "root" }, ms: 3000 })).rejects.toMatchObject({
      code: "device.login-refused",
    });
  });

  it("types nothing while a device is still booting", async () => {
    const { terminal: console, typed } = device(shell, "U-Boot 2024.01\r\n");
    const seen: number[] = [];
    await Promise.all([
      findShell(console, { ms: 5000 }),
      (async () => {
        for (let line = 0; line < 4; line += 1) {
          await new Promise((resolve) => setTimeout(resolve, 100));
          seen.push(typed.length);
        }
      })(),
    ]);
    expect(seen).toEqual([0, 0, 0, 0]);
  });

  it("gives up a device that says nothing", async () => {
    await expect(findShell(device(() => undefined).terminal, { ms: 300 })).rejects.toMatchObject({
      code: "device.no-shell",
    });
  });

  it("stops when it is told to", async () => {
    const abort = new AbortController();
    const found = findShell(device(() => undefined).terminal, { ms: 5000, signal: abort.signal });
    setTimeout(() => abort.abort(), 20);
    await expect(found).rejects.toMatchObject({ code: "station.cancelled" });
  });
});
