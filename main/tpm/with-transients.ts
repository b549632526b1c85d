import { flushContext } from "./commands/flush-context.ts";
import type { Tpm } from "./wire/tpm.ts";

/**
 * Runs a task that makes transient objects or sessions and flushes all it `keep`s, also when the task fails or is aborted. The
 * task's failure is the one that counts: a flush that fails after it is dropped, since the next `connectTpm` flushes again.
 */
export async function withTransients<Value>(
  tpm: Tpm,
  task: (keep: (handle: number) => number) => Promise<Value>,
): Promise<Value> {
  const kept: number[] = [];
  const flushAll = async (): Promise<void> => {
    for (const flushHandle of kept.toReversed()) await tpm.run(flushContext, { flushHandle });
  };
  const keep = (handle: number): number => {
    kept.push(handle);
    return handle;
  };
  let value: Value;
  try {
    value = await task(keep);
  } catch (error) {
    await flushAll().catch(() => undefined);
    throw error;
  }
  await flushAll();
  return value;
}
