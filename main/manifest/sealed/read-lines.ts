export interface FileLine {
  /** 1-based. */
  readonly number: number;
  /** Without the line feed. */
  readonly bytes: Uint8Array;
  /** False for a last line that no line feed ends, or for one cut off as too long. */
  readonly whole: boolean;
}

const lineFeed = 0x0a;
/** Larger than any entry, index or seal can be. */
const longestLine = 4 * 1024 * 1024;

/** Lines of a file however it is cut into chunks; one that is too long ends the reading. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<FileLine, void> {
  let parts: Uint8Array[] = [];
  let length = 0;
  let number = 1;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, from)) {
      yield { number, bytes: Buffer.concat([...parts, chunk.subarray(from, end)]), whole: true };
      [parts, length, number, from] = [[], 0, number + 1, end + 1];
    }
    parts.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > longestLine) break;
  }
  if (length > 0) yield { number, bytes: Buffer.concat(parts).subarray(0, longestLine), whole: false };
}

/** The text of a line with nothing taken away: a byte order mark stays, what is no UTF-8 becomes U+FFFD. */
export const lineText = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");
