import type { Desk } from "./desk.ts";
import { api } from "./handlers/base.ts";
import { authorityHandlers } from "./handlers/authorities.ts";
import { connectionHandlers } from "./handlers/services.ts";
import { eventHandlers } from "./handlers/events.ts";
import { exportHandlers } from "./handlers/exports.ts";
import { fixtureHandlers } from "./handlers/fixture.ts";
import { insightHandlers } from "./handlers/insights.ts";
import { labelHandlers } from "./handlers/labels.ts";
import { lineHandlers } from "./handlers/line.ts";
import { lotHandlers } from "./handlers/lots.ts";
import { manifestHandlers } from "./handlers/manifests.ts";
import { peopleHandlers } from "./handlers/people.ts";
import { practiceHandlers } from "./handlers/practice.ts";
import { recipeHandlers } from "./handlers/recipes.ts";
import { requestHandlers } from "./handlers/requests.ts";
import { serviceHandlers } from "./handlers/service.ts";
import { settingsHandlers } from "./handlers/settings.ts";
import { setUpHandlers } from "./handlers/set-up.ts";
import { shiftHandlers } from "./handlers/shift.ts";
import { signerHandlers } from "./handlers/signers.ts";
import { stationHandlers } from "./handlers/station.ts";
import { unitHandlers } from "./handlers/units.ts";

/** Every call of the contract on one desk, inputs and outputs checked by the contract's schemas. */
export const stationRouter = (desk: Desk) =>
  api(desk).router({
    station: stationHandlers(desk),
    line: lineHandlers(desk),
    labels: labelHandlers(desk),
    fixture: fixtureHandlers(desk),
    practice: practiceHandlers(desk),
    lots: lotHandlers(desk),
    units: unitHandlers(desk),
    exports: exportHandlers(desk),
    insights: insightHandlers(desk),
    shift: shiftHandlers(desk),
    manifests: manifestHandlers(desk),
    setUp: setUpHandlers(desk),
    service: serviceHandlers(desk),
    services: connectionHandlers(desk),
    settings: settingsHandlers(desk),
    authorities: authorityHandlers(desk),
    recipes: recipeHandlers(desk),
    requests: requestHandlers(desk),
    signers: signerHandlers(desk),
    people: peopleHandlers(desk),
    events: eventHandlers(desk),
  });
