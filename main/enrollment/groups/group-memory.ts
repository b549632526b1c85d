import { z } from "zod";

/** The last good check of a group, as it is remembered. */
export const groupCheck = z.object({
  service: z.string(),
  groupId: z.string(),
  /** SHA-256 (hex) of what was expected: another expectation has not been checked yet. */
  expectation: z.string(),
  checkedAt: z.iso.datetime(),
});

export type GroupCheck = z.infer<typeof groupCheck>;

/** Where good checks outlive the process. */
export interface GroupMemory {
  read(): Promise<readonly GroupCheck[]>;
  write(checks: readonly GroupCheck[]): Promise<void>;
}
