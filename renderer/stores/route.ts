import { useSyncExternalStore } from "react";

/** What is on screen, as it stands after the # of the address. */
export type Route =
  | { readonly screen: "line" }
  | { readonly screen: "verify" }
  /** One unit, on Verify. */
  | { readonly screen: "unit"; readonly serialNumber: string }
  /** Two units side by side, on Verify. */
  | { readonly screen: "compare"; readonly serialNumber: string; readonly other: string }
  | { readonly screen: "lots" }
  /** One lot, on Lots. */
  | { readonly screen: "lot"; readonly lot: string; readonly section: LotSection }
  | { readonly screen: "insights" }
  | { readonly screen: "set-up"; readonly section: SetUpSection }
  /** With a registration id: that conflict. */
  | { readonly screen: "service"; readonly section: ServiceSection; readonly registrationId?: string };

export const lotSections = ["units", "failures", "manifests"] as const;
export type LotSection = (typeof lotSections)[number];

/** In the order of the rail. */
export const setUpSections = [
  "guide",
  "recipes",
  "slots",
  "ports",
  "service",
  "authorities",
  "requests",
  "labels",
  "people",
  "roots",
  "signers",
  "station",
  "backup",
] as const;
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
  if (screen === "lots") return named === "" ? { screen } : lotRoute(named, about);
  if (screen === "verify") return verifyRoute(named, decoded(about ?? ""));
  return { screen: "line" };
}

function verifyRoute(serialNumber: string, other: string): Route {
  if (serialNumber === "") return { screen: "verify" };
  return other === "" ? { screen: "unit", serialNumber } : { screen: "compare", serialNumber, other };
}

function lotRoute(lot: string, name: string | undefined): Route {
  return { screen: "lot", lot, section: lotSections.find((one) => one === name) ?? "units" };
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
  if (route.screen === "compare")
    return `#/verify/${encodeURIComponent(route.serialNumber)}/${encodeURIComponent(route.other)}`;
  if (route.screen === "lot") {
    const section = route.section === "units" ? "" : `/${route.section}`;
    return `#/lots/${encodeURIComponent(route.lot)}${section}`;
  }
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
