import { z } from "zod";

/** A text as a code of the station's, with what is put into it: said in the reader's language. */
export const saidSchema = z.object({ says: z.string(), facts: z.array(z.string()).readonly() });

export type Said = z.infer<typeof saidSchema>;
