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

  it.each([
    ["in colour, with a title and a paste mode", "\r\n\u001b]0;gw\u0007\u001b[1;32mroot@gw\u001b[0m:~# \u001b[?2004h"],
    ["of a user", "\r\ninstaller@gw:~$ "],
    ["of zsh", "\r\n\u001b[1m\u001b[7m%\u001b[27m\u001b[0m   \r \rgw% \u001b[K"],
    ["of busybox", "\r\n~ # "],
    ["nobody has seen before", "\r\n➜  ~ "],
  ])("is let in behind a prompt %s", async (_, prompt) => {
    const { terminal: console, typed } = device(gettyDevice((password) => password === login.password, prompt));
    expect(await findShell(console, { login, ms: 5000 })).toMatchObject({ loggedIn: true });
    expect(typed.filter((line) => line === login.password)).toHaveLength(1);
  });

  it.each([
    ["\r\nBuildroot 2024.02\r\n\u001b[1mgateway login:\u001b[0m ", "Password: "],
    ["\r\nProperty of Example. Log in to go on.\r\n\\S \\r tty1 gateway login: ", "(installer@gateway) Password: "],
    ["\r\nBenutzername: ", "Kennwort: "],
    ["\r\ngateway login: ", "Mot de passe : "],
    ["\r\ngateway login: ", "Contraseña: "],
    ["\r\ngateway login: ", "密码："],
    ["\r\ngateway login: ", "パスワード:"],
    ["\r\ngateway login: ", "Mật khẩu: "],
  ])("answers %j and %j", async (namePrompt, prompt) => {
    let state: "name" | "password" | "shell" = "name";
    const { terminal: console, typed } = device((line, say) => {
      if (state === "shell") return shell(line, say);
      if (state === "name" && line === "") return say(namePrompt);
      if (state === "name") {
        state = "password";
        return say(`${line}\r\n${prompt}`);
      }
      state = "shell";
      return say("\r\n$ ");
    });
    expect(await findShell(console, { login, ms: 5000 })).toMatchObject({ loggedIn: true });
    expect(typed.filter((line) => line.trim() !== "").slice(0, 2)).toEqual([login.user, login.password]);
  });

  it.each([
    "\r\nYou are required to change your password immediately (administrator enforced).\r\nCurrent password: ",
    "\r\nWARNING: Your password has expired.\r\nYou must change your password now.\r\nNew password: ",
    "\r\nYour account has expired; please contact your system administrator.\r\ngateway login: ",
    "\r\n(current) UNIX password: ",
  ])("says that the log-in has run out where the device says %j", async (message) => {
    const { terminal: console, typed } = device(gettyDevice(() => true, message));
    const error = await findShell(console, { login, ms: 5000 }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "device.password-expired" });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain(login.password);
    expect(typed.filter((line) => line === login.password)).toHaveLength(1);
  });

  it("takes a warning that a password will run out for what it is", async () => {
    const message = "\r\nWarning: your password will expire in 7 days.\r\n$ ";
    const { terminal: console } = device(gettyDevice(() => true, message));
    expect(await findShell(console, { login, ms: 5000 })).toMatchObject({ loggedIn: true });
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
