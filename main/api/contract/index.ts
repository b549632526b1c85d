import { authoritiesContract } from "./authorities.ts";
import { eventsContract } from "./events.ts";
import { exportsContract } from "./exports.ts";
import { fixtureContract } from "./fixture.ts";
import { insightsContract } from "./insights.ts";
import { labelsContract } from "./labels.ts";
import { lineContract } from "./line.ts";
import { lotsContract } from "./lots.ts";
import { manifestsContract } from "./manifests.ts";
import { peopleContract } from "./people.ts";
import { practiceContract } from "./practice.ts";
import { recipesContract } from "./recipes.ts";
import { requestsContract } from "./requests.ts";
import { serviceContract } from "./service.ts";
import { servicesContract } from "./services.ts";
import { settingsContract } from "./settings.ts";
import { setUpContract } from "./set-up.ts";
import { shiftContract } from "./shift.ts";
import { signersContract } from "./signers.ts";
import { stationContract } from "./station.ts";
import { unitsContract } from "./units.ts";

/** All that a screen may ask of the station. An error crosses as an ORPCError with the station's code and a Problem as data. */
export const contract = {
  station: stationContract,
  line: lineContract,
  labels: labelsContract,
  fixture: fixtureContract,
  practice: practiceContract,
  lots: lotsContract,
  units: unitsContract,
  exports: exportsContract,
  insights: insightsContract,
  shift: shiftContract,
  manifests: manifestsContract,
  setUp: setUpContract,
  service: serviceContract,
  services: servicesContract,
  settings: settingsContract,
  authorities: authoritiesContract,
  recipes: recipesContract,
  requests: requestsContract,
  signers: signersContract,
  people: peopleContract,
  events: eventsContract,
};

export type Contract = typeof contract;

export * from "./authorities.ts";
export * from "./events.ts";
export * from "./exports.ts";
export * from "./fixture.ts";
export * from "./insights.ts";
export * from "./labels.ts";
export * from "./line.ts";
export * from "./lots.ts";
export * from "./manifests.ts";
export * from "./people.ts";
export * from "./practice.ts";
export * from "./problem.ts";
export * from "./recipes.ts";
export * from "./requests.ts";
export * from "./said.ts";
export * from "./service.ts";
export * from "./services.ts";
export * from "./settings.ts";
export * from "./set-up.ts";
export * from "./shift.ts";
export * from "./signers.ts";
export * from "./station.ts";
export * from "./units.ts";
