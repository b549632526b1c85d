import type { Log } from "../../main/base/log.ts";

interface Line {
  readonly level: string;
  readonly fields: object;
  readonly message: string;
}

/** A log that is kept, to see what a station complained about. */
export function captureLog(): { readonly log: Log; problems(): readonly string[] } {
  const lines: Line[] = [];
  const at = (level: string) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  return {
    log: { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") },
    problems: () =>
      lines
        .filter(({ level }) => level === "error")
        .map(({ message, fields }) => `${message} ${"error" in fields ? String(fields.error) : ""}`),
  };
}
