import { certificateRequestSchema } from "../contract/index.ts";
import type { Desk } from "../desk.ts";
import { api } from "./base.ts";

export function requestHandlers(desk: Desk) {
  const { requests } = api(desk);
  return {
    awaiting: requests.awaiting.handler(async () => [...(await desk.records.certificateRequests.awaiting())]),
    list: requests.list.handler(async ({ input }) => {
      const found = await desk.records.certificateRequests.list(input);
      return found.map((request) => certificateRequestSchema.parse(request));
    }),
    export: requests.export.handler(async ({ input: { lot, after } }) => {
      const page = await desk.requests.export(lot, after);
      if (page.count > 0)
        await desk.records.audit.append({ act: "requests-exported", subject: lot, facts: { requests: page.count } });
      return page;
    }),
    import: requests.import.handler(async ({ input }) => {
      const verdicts = await desk.requests.import(Buffer.from(input.base64, "base64"));
      for (const { verdict, unit } of verdicts)
        if (verdict === "taken" && unit !== null) desk.events.emit({ type: "unit", serialNumber: unit });
      if (verdicts.some(({ verdict }) => verdict === "taken")) desk.events.emit({ type: "set-up" });
      return [...verdicts];
    }),
  };
}
