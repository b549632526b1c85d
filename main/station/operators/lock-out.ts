const allowedMisses = 5;
const firstMs = 30_000;
const mostMs = 15 * 60_000;

/** How long PINs are refused after so many wrong ones in a row, in milliseconds: from the fifth on, twice as long each time. */
export const lockOutMs = (misses: number): number =>
  misses < allowedMisses ? 0 : Math.min(firstMs * 2 ** Math.min(misses - allowedMisses, 16), mostMs);
