/** Where a command answers: a line for a person, or with `--json` one document per line for a program. */
export class Output {
  readonly json: boolean;

  constructor(json: boolean) {
    this.json = json;
  }

  /** A document for programs; `text` is what a person reads instead. */
  say(document: object, text: string): void {
    process.stdout.write(`${this.json ? JSON.stringify(document) : text}\n`);
  }

  /** Only for programs, as it happens. */
  event(document: object): void {
    if (this.json) process.stdout.write(`${JSON.stringify(document)}\n`);
  }

  /** Only for a person, as it happens. */
  remark(text: string): void {
    if (!this.json) process.stdout.write(`${text}\n`);
  }
}
