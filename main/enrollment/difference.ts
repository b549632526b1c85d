/** One thing in which the entry at the service is another one than was asked for. Keys and certificates by SHA-256, never a secret. */
export interface Difference {
  readonly field: string;
  readonly ours: string;
  readonly theirs: string;
  /** The same in words, for the engineer. */
  readonly words: string;
}
