/** Numbers from 0 up to 1 that only depend on the seed: xorshift32 (Marsaglia, Xorshift RNGs, 2003), its state spread first. */
export function seededRandom(seed: number): () => number {
  // A state of 0 would stay 0.
  let state = (Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) >>> 0) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}
