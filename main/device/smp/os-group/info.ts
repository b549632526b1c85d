import { z } from "zod";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";

type InfoRequest = { readonly format: string };

export const infoCommand = {
  name: "os info",
  group: 0,
  command: 7,
  operation: "read",
  request: z.object({ format: z.string() }),
  reply: z.object({ output: z.string().max(1024) }),
} satisfies SmpCommand<InfoRequest, { output: string }>;

/**
 * What the firmware says of itself, by letters as `uname` has them (smp_group_0.rst, "OS/Application info"): `s` kernel, `n` node
 * name, `r` release, `v` version, `b` build date, `m` machine, `p` processor, `i` hardware platform, `o` operating system. The
 * firmware has its own order. `undefined` where it was built without this command or knows no such letter.
 */
export async function readInfo(client: SmpClient, format: string, signal?: AbortSignal): Promise<string | undefined> {
  const outcome = await client.ask(infoCommand, { format }, { signal });
  const output = outcome.ok ? infoCommand.reply.safeParse(outcome.fields).data?.output.trim() : undefined;
  return output === "" ? undefined : output;
}
