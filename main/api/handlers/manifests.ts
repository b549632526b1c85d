import type { Desk } from "../desk.ts";
import { codedEvents } from "../report-problem.ts";
import { api } from "./base.ts";

export function manifestHandlers(desk: Desk) {
  const { manifests } = api(desk);
  return {
    begin: manifests.begin.handler(async ({ input }) => ({ upload: await desk.manifests.begin(input.size) })),
    append: manifests.append.handler(async ({ input }) => ({
      received: await desk.manifests.append(input.upload, input.chunk),
    })),
    verify: manifests.verify.handler(({ input }) => desk.manifests.verify(input.upload, input.trust)),
    services: manifests.services.handler(() => [...desk.manifests.services()]),
    compare: manifests.compare.handler(({ input: { upload, service }, signal }) => {
      const until = signal === undefined ? desk.closing : AbortSignal.any([signal, desk.closing]);
      return codedEvents(desk.manifests.compare(upload, service, until));
    }),
    cancel: manifests.cancel.handler(async ({ input }) => ({ received: await desk.manifests.cancel(input.upload) })),
  };
}
