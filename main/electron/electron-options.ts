import { resolve } from "node:path";
import { parseArgs } from "node:util";

export interface ElectronOptions {
  /** Absolute. */
  readonly data: string | undefined;
  readonly practice: boolean;
}

/** Our arguments among those Electron and Chromium were given; theirs are left alone. */
export function parseElectronOptions(argv: readonly string[]): ElectronOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: { data: { type: "string" }, practice: { type: "boolean", default: false } },
    strict: false,
    allowPositionals: true,
  });
  const data = typeof values.data === "string" ? resolve(values.data) : undefined;
  return { data, practice: values.practice === true };
}
