import { parseArgs } from "node:util";

export interface WebOptions {
  readonly open: boolean;
  readonly port: number;
  readonly data: string | undefined;
  readonly practice: boolean;
}

/** Arguments of the web shell; throws a TypeError or RangeError that says what is wrong. */
export function parseWebOptions(argv: readonly string[]): WebOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      "no-open": { type: "boolean", default: false },
      port: { type: "string", default: "0" },
      data: { type: "string" },
      practice: { type: "boolean", default: false },
    },
  });
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535) throw new RangeError("--port takes a number from 0 to 65535");
  return { open: !values["no-open"], port, data: values.data, practice: values.practice };
}
