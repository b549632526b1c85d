import { stripVTControlCharacters } from "node:util";
import { setTimeout as delay } from "node:timers/promises";
import type { Link } from "../../main/link/link.ts";

/** What anybody's script does over a serial console: wait for a word, type a line, read until the next mark. */
export class BareConsole {
  readonly #link: Link;
  #text = "";
  #commands = 0;

  constructor(link: Link) {
    this.#link = link;
    link.listen({
      onBytes: (bytes) => (this.#text += Buffer.from(bytes).toString("latin1")),
      onClosed: () => undefined,
    });
  }

  async logIn(user: string, password: string): Promise<void> {
    await this.#type("\n");
    await this.#until(/login: $/);
    await this.#type(`${user}\n`);
    await this.#until(/Password: $/);
    await delay(20);
    await this.#type(`${password}\n`);
    await this.#until(/[$#] $/);
    await this.#type("stty -echo;PS1=\n");
    await this.run(":");
  }

  /** What the command prints; throws if it fails. */
  async run(command: string): Promise<string> {
    this.#commands += 1;
    const mark = `done${this.#commands}`;
    await this.#type(`${command}; echo "${mark}"":$?"\n`);
    const [before = "", status] = await this.#until(new RegExp(`([\\s\\S]*?)${mark}:(\\d+)\\r?\\n`));
    if (status !== "0") throw new Error(`${command.slice(0, 60)}: ${status ?? ""}: ${before.slice(-300)}`);
    return before;
  }

  async bytes(command: string): Promise<Uint8Array> {
    const text = stripVTControlCharacters(await this.run(`${command} | base64`));
    return new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ""), "base64"));
  }

  /** Carries bytes in lines that a terminal's buffer takes. */
  async put(bytes: Uint8Array, path: string): Promise<void> {
    await this.run(`: > ${path}.b64`);
    const text = Buffer.from(bytes).toString("base64");
    for (let at = 0; at < text.length; at += 800) await this.run(`echo ${text.slice(at, at + 800)} >> ${path}.b64`);
    await this.run(`base64 -d < ${path}.b64 > ${path}`);
  }

  async close(): Promise<void> {
    await this.#type("exit\n");
    await this.#link.close();
  }

  #type(text: string): Promise<void> {
    return this.#link.write(Buffer.from(text));
  }

  async #until(pattern: RegExp): Promise<readonly string[]> {
    const giveUpMs = performance.now() + 60_000;
    for (;;) {
      const found = pattern.exec(this.#text);
      if (found !== null) {
        this.#text = this.#text.slice(found.index + found[0].length);
        return found.slice(1);
      }
      if (performance.now() > giveUpMs) throw new Error(`never came: ${pattern.source}: ${this.#text.slice(-200)}`);
      await delay(1);
    }
  }
}
