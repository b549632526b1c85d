export interface RunResult {
  readonly status: number;
  /** Both outputs, line feeds only, without the last one. */
  readonly output: string;
}

/**
 * What stands between the marks of a command: `<NONCE`, the output, `NONCE>STATUS`, each on a line of its own; `undefined` until all of it is
 * there. Looks at every character once: what lies between is the device's, and may be anything.
 */
export function markedAnswer(text: string, nonce: string): RunResult | undefined {
  const begin = new RegExp(`<${nonce}\\r{0,9}\\n`).exec(text);
  if (begin === null) return undefined;
  const from = begin.index + begin[0].length;
  const ending = new RegExp(`\\n${nonce}>(\\d{1,3})\\r{0,9}\\n`).exec(text.slice(from));
  if (ending === null) return undefined;
  const output = text.slice(from, from + ending.index).replaceAll("\r", "");
  return { status: Number(ending[1]), output: output.endsWith("\n") ? output.slice(0, -1) : output };
}
