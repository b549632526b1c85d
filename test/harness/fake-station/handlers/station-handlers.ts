import { implement } from "@orpc/server";
import { contract, type StationEvent } from "../../../../main/api/contract/index.ts";
import { fakeBehind, fakeInsights, fakeOperators } from "../fake-insights.ts";
import { noLot, refuse } from "../fake-problems.ts";
import type { FakeParts } from "../fake-parts.ts";

const on = implement(contract);

/** The station itself, the shift, what happens. */
export function stationHandlers({ options, events, line, fixture, lots, people, service }: FakeParts) {
  const present = (): StationEvent[] => [
    ...line.slots().map((slot) => ({ type: "slot" as const, slot })),
    { type: "fixture", fixture: fixture.view },
    { type: "lot", lot: lots.current() },
    { type: "service", service: service() },
    { type: "session", session: people.session() },
    { type: "trouble", problem: null },
  ];
  return {
    station: {
      info: on.station.info.handler(() => ({
        name: "Line 2",
        version: "0.1.0",
        mode: options.mode ?? "practice",
        service: "practice-dps",
        startedAt: new Date().toISOString(),
      })),
      service: on.station.service.handler(service),
      troubles: on.station.troubles.handler(() => []),
      backup: on.station.backup.handler(() => refuse(noLot)),
      checkRecords: on.station.checkRecords.handler(() => refuse(noLot)),
    },
    shift: {
      note: on.shift.note.handler(() => null),
      leaveNote: on.shift.leaveNote.handler(({ input }) => ({
        note: input.note,
        operator: null,
        station: "Line 2",
        at: new Date().toISOString(),
      })),
    },
    insights: {
      read: on.insights.read.handler(({ input }) => fakeInsights(input)),
      behind: on.insights.behind.handler(() => ({ runs: [...fakeBehind], more: false })),
      operators: on.insights.operators.handler(() => [...fakeOperators]),
      behindOperator: on.insights.behindOperator.handler(() => ({ runs: [...fakeBehind], more: true })),
      report: on.insights.report.handler(({ input: { format } }) => ({
        fileName: `PRACTICE-report.${format}`,
        mediaType: "text/plain",
        base64: "",
      })),
    },
    events: {
      subscribe: on.events.subscribe.handler(({ signal }) => events.follow(present(), signal)),
    },
  };
}
