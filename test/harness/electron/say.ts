/** One line for the test that started the stand-in: `stand-in: <what> <JSON>` on standard error. */
export function say(what: string, detail: unknown): void {
  process.stderr.write(`stand-in: ${what} ${JSON.stringify(detail)}\n`);
}
