import type { Desk } from "../desk.ts";
import { lotExport } from "../lot-export.ts";
import { codedEvents } from "../report-problem.ts";
import { api } from "./base.ts";

export function exportHandlers(desk: Desk) {
  const { exports } = api(desk);
  const source = { records: desk.records, station: desk.info.name, signer: () => desk.signer() };
  return {
    run: exports.run.handler(({ input, signal }) => codedEvents(lotExport(source, input, signal))),
  };
}
