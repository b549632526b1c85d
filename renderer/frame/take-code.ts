import { isKiosk, noAffixes } from "../stores/fixture-store.ts";
import { orderIn, readLabelCode } from "../stores/label-codes.ts";
import type { LotsStore } from "../stores/lots-store.ts";
import { hrefTo, parseHash } from "../stores/route.ts";
import { isBarred } from "../stores/sign-in-store.ts";
import type { Stores } from "../stores/stores.ts";

/** What was scanned is for the line, and a slot's own code always; on Verify for the unit it names, on Lots for an order; while somebody must sign in, a badge. */
export function takeCode({ line, lots, find, station, signIn, fixture }: Stores, code: string): void {
  const affixes = fixture.getState().view?.keyboardScanner ?? noAffixes;
  if (signIn.getState().asked !== "closed" || isBarred(station.getState().session))
    return void signIn.getState().give({ badge: readLabelCode(code, affixes).text });
  const { screen } = parseHash(window.location.hash);
  // A slot's own code hangs beside the slot: whoever scans it stands at the line.
  const isLine = isKiosk(fixture.getState()) || readLabelCode(code, affixes).slot !== null;
  if (!isLine && (screen === "verify" || screen === "unit" || screen === "compare"))
    return void find.getState().find(code);
  if (!isLine && (screen === "lots" || screen === "lot")) return void showOrder(lots, orderIn(code, affixes));
  window.location.hash = hrefTo({ screen: "line" });
  void line.getState().scan(code);
}

/** The lot of that name, or the form to open one. */
async function showOrder(lots: LotsStore, order: string): Promise<void> {
  const known = await lots.getState().find(order);
  if (known === undefined) lots.getState().setScanned(order);
  window.location.hash = hrefTo(
    known === undefined ? { screen: "lots" } : { screen: "lot", lot: known.lot, section: "units" },
  );
}
