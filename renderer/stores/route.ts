import { useSyncExternalStore } from "react";

/** What is on screen, as it stands after the # of the address. */
export type Route =
  | { readonly screen: "line" }
  | { readonly screen: "verify" }
  /** One unit, on Verify. */
  | { readonly screen: "unit"; readonly serialNumber: string }
  | { readonly screen: "lots" }
  /** One lot, on Lots. */
  | { readonly screen: "lot"; readonly lot: string }
  | { readonly screen: "insights" }
  | { readonly screen: "set-up"; readonly section: SetUpSection }
  /** With a registration id: that conflict. */
  | { readonly screen: "service"; readonly section: ServiceSection; readonly registrationId?: string };

export const setUpSections = ["slots", "ports", "roots", "people"] as const;
export type SetUpSection = (typeof setUpSections)[number];

export const serviceSections = [
  "overview",
  "conflicts",
  "parked",
  "changes",
  "check",
  "reconcile",
  /** Practice mode only, as what follows. */
  "calls",
  "hub",
] as const;
export type ServiceSection = (typeof serviceSections)[number];

/** Anything unknown is the Line. */
export function parseHash(hash: string): Route {
  const [screen, rest, about] = hash.replace(/^#?\/?/, "").split("/", 3);
  if (screen === "insights") return { screen };
  if (screen === "set-up") return { screen, section: setUpSections.find((section) => section === rest) ?? "slots" };
  if (screen === "service") return serviceRoute(rest, decoded(about ?? ""));
  const named = decoded(rest ?? "");
  if (screen === "lots") return named === "" ? { screen } : { screen: "lot", lot: named };
  if (screen === "verify") return named === "" ? { screen } : { screen: "unit", serialNumber: named };
  return { screen: "line" };
}

function serviceRoute(name: string | undefined, registrationId: string): Route {
  const section = serviceSections.find((one) => one === name) ?? "overview";
  return section === "conflicts" && registrationId !== ""
    ? { screen: "service", section, registrationId }
    : { screen: "service", section };
}

export function hrefTo(route: Route): string {
  if (route.screen === "service") {
    const about = route.registrationId === undefined ? "" : `/${encodeURIComponent(route.registrationId)}`;
    return `#/service/${route.section}${about}`;
  }
  if (route.screen === "unit") return `#/verify/${encodeURIComponent(route.serialNumber)}`;
  if (route.screen === "lot") return `#/lots/${encodeURIComponent(route.lot)}`;
  return route.screen === "set-up" ? `#/set-up/${route.section}` : `#/${route.screen}`;
}

export function useRoute(): Route {
  return parseHash(useSyncExternalStore(onHashChange, () => window.location.hash));
}

function onHashChange(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
