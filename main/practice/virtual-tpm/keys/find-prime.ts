import { checkPrime } from "node:crypto";
import { promisify } from "node:util";
import type { DerivedStream } from "./derived-stream.ts";
import { integerFrom } from "./integers.ts";

const isPrime = promisify(checkPrime);
const publicExponent = 65537n;
const sieve = oddPrimes(800);

/** How far above its start a candidate may lie before a new start is drawn; a 1024-bit prime is met after some 700 on average. */
const reach = 1 << 15;

/**
 * The first prime at or above a number of `bytes` bytes drawn from the stream, with its two top bits set, so that the
 * product of two has full length, and usable with exponent 65537. Small factors are sieved out here, the rest is tested
 * off the event loop.
 */
export async function findPrime(stream: DerivedStream, bytes: number): Promise<bigint> {
  for (;;) {
    const start = startFrom(stream.next(bytes));
    const remainders = sieve.map((prime) => Number(start % BigInt(prime)));
    for (let step = 0; step < reach; step += 2) {
      if (sieve.some((prime, index) => ((remainders[index] ?? 0) + step) % prime === 0)) continue;
      const candidate = start + BigInt(step);
      if (candidate % publicExponent !== 1n && (await isPrime(candidate))) return candidate;
    }
  }
}

function startFrom(drawn: Uint8Array): bigint {
  const last = drawn.length - 1;
  drawn[0] = (drawn[0] ?? 0) | 0xc0;
  drawn[last] = (drawn[last] ?? 0) | 0x01;
  return integerFrom(drawn);
}

function oddPrimes(count: number): readonly number[] {
  const primes: number[] = [];
  for (let number = 3; primes.length < count; number += 2) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  return primes;
}
