import { hostname } from "node:os";
import type { Session, StationEvent } from "../../api/contract/index.ts";
import { Emitter } from "../../base/async/emitter.ts";
import { Errands } from "../../base/async/errands.ts";
import { systemClock } from "../../base/clock.ts";
import type { Slots } from "../../workflow/slots/slots.ts";
import { People } from "../operators/people.ts";
import { usualSettings } from "../usual-settings.ts";
import type { Factory } from "./factory.ts";
import { Line } from "./line.ts";

/** The factory with its people, its line and its slots: what every desk is made from. */
export interface Floor {
  readonly factory: Factory;
  readonly people: People;
  readonly line: Line;
  readonly slots: Slots;
  /** To the screens. */
  readonly events: Emitter<StationEvent>;
  /** What is done for the screens beside the line, and must not fail it. */
  readonly errands: Errands;
}

/** From here on units may begin. Throws `records.*`. */
export async function openFloor(factory: Factory): Promise<Floor> {
  const { log, records } = factory.workshop;
  const events = new Emitter<StationEvent>((error) => log.error({ error }, "an event listener failed"));
  const errands = new Errands((error, errand) => log.error({ error, errand }, "telling the screens failed"));
  const people = await startPeople(factory, (session) => {
    events.emit({ type: "session", session });
    line.startFresh();
  });
  const line = new Line({ factory, people, events, errands });
  await records.stations.seen({ name: factory.name(), host: hostname() });
  await line.lots.restore();
  await factory.prepare(line.lots);
  return { factory, people, line, slots: line.openSlots(), events, errands };
}

function startPeople({ name, workshop, file }: Factory, onChange: (session: Session) => void): Promise<People> {
  const { records, secrets } = workshop;
  return People.start({
    station: name,
    records,
    secrets,
    clock: systemClock,
    lockAfterMinutes: () => file.settings.lockAfterMinutes ?? usualSettings.lockAfterMinutes,
    onChange,
  });
}
