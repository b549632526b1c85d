import { useSyncExternalStore } from "react";

/** What is on screen, as it stands after the # of the address. */
export type Route =
  | { readonly screen: "line" }
  | { readonly screen: "units" }
  | { readonly screen: "unit"; readonly serialNumber: string }
  | { readonly screen: "export" }
  | { readonly screen: "set-up"; readonly section: SetUpSection };

export const setUpSections = ["slots", "ports", "roots"] as const;
export type SetUpSection = (typeof setUpSections)[number];

/** Anything unknown is the Line. */
export function parseHash(hash: string): Route {
  const [screen, rest] = hash.replace(/^#?\/?/, "").split("/", 2);
  if (screen === "export") return { screen };
  if (screen === "set-up") return { screen, section: setUpSections.find((section) => section === rest) ?? "slots" };
  if (screen !== "units") return { screen: "line" };
  const serialNumber = decoded(rest ?? "");
  return serialNumber === "" ? { screen } : { screen: "unit", serialNumber };
}

export function hrefTo(route: Route): string {
  if (route.screen === "unit") return `#/units/${encodeURIComponent(route.serialNumber)}`;
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
