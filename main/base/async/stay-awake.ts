/**
 * Keeps the event loop turning instead of sleeping until the function it gives is called, `mostMs` at most: for an answer that is a fraction of
 * a millisecond away, where to be woken takes longer than to wait. Everything else goes on meanwhile.
 */
export function stayAwake(mostMs: number): () => void {
  const endsMs = performance.now() + mostMs;
  let next = setImmediate(turn);
  function turn(): void {
    if (performance.now() < endsMs) next = setImmediate(turn);
  }
  return () => clearImmediate(next);
}
