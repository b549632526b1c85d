const smallPrimes = sieve(1000);
const smallest = { distinct: 100, run: 8, steps: 16 } as const;

/**
 * Why a 2048-bit modulus (big-endian) cannot be that of a real RSA key, or undefined: the product of two random primes of 1024 bits has
 * no small factor and looks like random bytes. A made-up, padded or damaged one is nearly always caught; each of these rules fails a real
 * key less than once in 10^14.
 */
export function modulusFault(modulus: Uint8Array): string | undefined {
  const [first = 0] = modulus;
  if ((first & 0x80) === 0) return "the modulus has fewer than 2048 bits";
  if (((modulus.at(-1) ?? 0) & 1) === 0) return "the modulus is even";
  if (longestRun(modulus, 0) >= smallest.run) return `the modulus repeats one byte ${smallest.run} times or more`;
  if (longestRun(modulus, undefined) >= smallest.steps) return "the modulus counts up or down";
  const distinct = new Set(modulus).size;
  if (distinct < smallest.distinct) return `the modulus has only ${distinct} different bytes`;
  const number = BigInt(`0x${Buffer.from(modulus).toString("hex")}`);
  const factor = smallPrimes.find((prime) => number % prime === 0n);
  return factor === undefined ? undefined : `the modulus is divisible by ${factor}, so a byte of it is wrong`;
}

/** The longest run of bytes each `step` above the one before; any step that stays the same if none is given. */
function longestRun(bytes: Uint8Array, step: number | undefined): number {
  let longest = 1;
  let run = 1;
  let lastStep: number | undefined;
  for (let index = 1; index < bytes.length; index += 1) {
    const difference = ((bytes[index] ?? 0) - (bytes[index - 1] ?? 0)) & 0xff;
    run = difference === (step ?? lastStep) ? run + 1 : step === undefined ? 2 : 1;
    lastStep = difference;
    longest = Math.max(longest, run);
  }
  return longest;
}

function sieve(limit: number): readonly bigint[] {
  const primes: number[] = [];
  for (let candidate = 2; candidate < limit; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes.map(BigInt);
}
