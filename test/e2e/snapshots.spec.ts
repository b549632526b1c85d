import { expect, type Page, test } from "@playwright/test";
import type { Lot, Slot, UnitDetail } from "../../main/api/contract/index.ts";
import { busySlot } from "../bench/screens/busy-slots.ts";
import { fakeRecipes, openFakeLot } from "../harness/fake-station/fake-records.ts";
import { type FakeUnderTest, openFake, toScreen } from "./fixtures/open-fake.ts";

/**
 * The key screens as they were last looked at by a person, in `snapshots/`. Text is drawn a little otherwise by every Chromium, so they
 * hold for the one they were made with; anew: `playwright test --project=web test/e2e/snapshots.spec.ts --update-snapshots`.
 */
const madeWith = "156";
const now = Date.parse("2026-11-23T09:30:00Z");
const startedAt = new Date(now - 2_100).toISOString();
const openedAtMs = now - 7_200_000;
const compared = { maxDiffPixelRatio: 0.02 } as const;
const sizes = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 1024, height: 600 },
] as const;

/** Whatever says when it was, says the same. */
function frozen<Value>(value: Value): Value {
  return JSON.parse(
    JSON.stringify(value, (key, part: unknown) => {
      if (typeof part === "string" && /^\d{4}-\d\d-\d\dT/.test(part)) return startedAt;
      return key === "ms" && typeof part === "number" ? 412 : part;
    }),
  );
}

const [recipe = { recipe: "", model: "", attestation: "tpm", hash: "" }] = fakeRecipes;
const lotAsOpened = openFakeLot("PRACTICE-1", recipe, 500, openedAtMs);
const figures: Partial<Lot> = { done: 128, failed: 3, remaining: 372, firstPassYield: 0.984, perHour: 212 };

const lineRunning: readonly Slot[] = [
  { ...busySlot("1", 8, startedAt), serialNumber: "GW220000128" },
  { ...busySlot("2", 4, startedAt), serialNumber: "GW220000129" },
  { ...busySlot("3", 12, startedAt), state: "scan", present: true, next: "scan-label" },
  busySlot("4", 12, startedAt),
];
const lineFailed: readonly Slot[] = [
  { ...busySlot("1", 47, startedAt), serialNumber: "GW220000128" },
  {
    ...busySlot("2", 47, startedAt),
    serialNumber: "GW220000129",
    next: "red-bin",
    problem: {
      code: "unit.endorsement-certificate-mismatch",
      sentence: "Chip certificate is wrong. Put it in the red bin.",
      detail: "the certificate at 0x01c00002 is for another key",
      retry: "never",
    },
  },
  { ...busySlot("3", 4, startedAt), serialNumber: "GW220000131" },
  { ...busySlot("4", 8, startedAt), serialNumber: "GW220000132", enrollment: "conflict" },
];
const lineOf32 = Array.from({ length: 32 }, (_, place) => busySlot(String(place + 1), place * 5 + 13 * 3, startedAt));

async function open(browser: Parameters<typeof openFake>[0], viewport: (typeof sizes)[number], slots: number) {
  const at = {
    viewport,
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
    colorScheme: "light",
    reducedMotion: "reduce",
  } as const;
  const fake = await openFake(browser, { slots, openedAtMs }, at);
  await fake.page.clock.setFixedTime(now);
  await fake.page.reload();
  await expect(fake.page.getByRole("article").nth(slots - 1)).toBeVisible();
  await fake.page.evaluate(() => document.fonts.ready);
  return fake;
}

async function show({ station, page }: FakeUnderTest, slots: readonly Slot[]): Promise<void> {
  for (const slot of slots) station.publish({ type: "slot", slot });
  station.publish({ type: "lot", lot: { ...lotAsOpened, ...figures } });
  const last = slots.at(-1);
  await expect(page.getByRole("article").last()).toHaveAttribute("data-state", String(last?.state));
  await expect(page.getByText("98.4")).toBeVisible();
}

/** A unit that has passed, seen at that time. */
async function passedUnit({ station, page }: FakeUnderTest): Promise<UnitDetail> {
  station.line.plug("1", "none");
  await expect.poll(() => station.line.slots()[0]?.enrollment).toBe("enrolled");
  const [unit] = station.line.units.values();
  if (unit === undefined) throw new Error("no unit passed");
  const still = frozen(unit);
  station.line.units.set(still.serialNumber, still);
  await toScreen(page, `verify/${still.serialNumber}`);
  await expect(page.getByRole("heading", { level: 1, name: still.serialNumber })).toBeVisible();
  return still;
}

async function looksAsBefore(page: Page, name: string, { width, height }: (typeof sizes)[number]): Promise<void> {
  await page.mouse.move(0, 0);
  await expect(page).toHaveScreenshot(`${name}-${width}x${height}.png`, compared);
}

for (const size of sizes) {
  test(`key screens look as they did, ${size.width}×${size.height}`, { tag: "@web" }, async ({ browser }) => {
    test.skip(!browser.version().startsWith(`${madeWith}.`), `pictures are of Chromium ${madeWith}`);
    const few = await open(browser, size, 4);
    try {
      await show(few, lineRunning);
      await looksAsBefore(few.page, "line-running", size);
      await show(few, lineFailed);
      await looksAsBefore(few.page, "line-failed", size);
      await passedUnit(few);
      await looksAsBefore(few.page, "verify-unit", size);
      await toScreen(few.page, "lots");
      await expect(few.page.getByRole("link", { name: "PRACTICE-1" })).toBeVisible();
      await looksAsBefore(few.page, "lots", size);
      await toScreen(few.page, "insights");
      await expect(few.page.getByRole("button", { name: /Slot 3: 15 of 80 runs failed/ })).toBeVisible();
      await looksAsBefore(few.page, "insights", size);
      await toScreen(few.page, "set-up/slots");
      await expect(few.page.getByRole("listitem", { name: "Slot 4" })).toBeVisible();
      await looksAsBefore(few.page, "set-up-slots", size);
    } finally {
      await few.close();
    }
    const many = await open(browser, size, 32);
    try {
      await show(many, lineOf32);
      await looksAsBefore(many.page, "line-32", size);
    } finally {
      await many.close();
    }
  });
}
