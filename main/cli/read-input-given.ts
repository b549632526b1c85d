import { setUpErrors } from "../station/station-errors.ts";
import { readFileGiven } from "./read-file-given.ts";

/** A file a person named, or standard input for `-`. More than `mostBytes` of standard input throws `set-up.usage`. */
export async function readInputGiven(path: string, mostBytes: number): Promise<Uint8Array> {
  if (path !== "-") return readFileGiven(path);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > mostBytes) throw setUpErrors.usage(`standard input has more than ${mostBytes} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
