import { useSyncExternalStore } from "react";

/** What is on screen, as it stands after the # of the address. */
export type Route =
  | { readonly screen: "line" }
  | { readonly screen: "units" }
  | { readonly screen: "unit"; readonly serialNumber: string }
  | { readonly screen: "export" };

/** Anything unknown is the Line. */
export function parseHash(hash: string): Route {
  const [screen, rest] = hash.replace(/^#?\/?/, "").split("/", 2);
  if (screen === "export") return { screen };
  if (screen !== "units") return { screen: "line" };
  const serialNumber = decoded(rest ?? "");
  return serialNumber === "" ? { screen } : { screen: "unit", serialNumber };
}

export const hrefTo = (route: Route): string =>
  route.screen === "unit" ? `#/units/${encodeURIComponent(route.serialNumber)}` : `#/${route.screen}`;

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
