import type { z } from "zod";

/** Where a command lives. */
export interface SmpPlace {
  readonly name: string;
  readonly group: number;
  readonly command: number;
  readonly operation: "read" | "write";
}

/** One SMP command: where it lives, and what its request and answer maps hold. */
export interface SmpCommand<Request, Reply> extends SmpPlace {
  readonly request: z.ZodType<Request>;
  readonly reply: z.ZodType<Reply>;
}
