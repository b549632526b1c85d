import { echoFreshText } from "./os-group/echo.ts";
import { readBufferBytes } from "./os-group/params.ts";
import type { SmpClient } from "./smp-client.ts";

/** Clears the line of what an earlier conversation left, and learns how long a request may be. */
export async function beginConversation(client: SmpClient, signal?: AbortSignal): Promise<void> {
  await client.wake(signal);
  await echoFreshText(client, signal);
  const bufferBytes = await readBufferBytes(client, signal);
  if (bufferBytes !== undefined) client.useBuffer(bufferBytes);
}
