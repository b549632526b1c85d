import type { Desk } from "../desk.ts";
import { api } from "./base.ts";

export function manifestHandlers(desk: Desk) {
  const { manifests } = api(desk);
  return {
    begin: manifests.begin.handler(async ({ input }) => ({ upload: await desk.manifests.begin(input.size) })),
    append: manifests.append.handler(async ({ input }) => ({
      received: await desk.manifests.append(input.upload, input.chunk),
    })),
    verify: manifests.verify.handler(({ input }) => desk.manifests.verify(input.upload, input.trust)),
    compare: manifests.compare.handler(({ input, signal }) => desk.manifests.compare(input.upload, signal)),
    cancel: manifests.cancel.handler(async ({ input }) => ({ received: await desk.manifests.cancel(input.upload) })),
  };
}
