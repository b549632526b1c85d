import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import * as scenes from "../harness/fake-station/service-scenes.ts";
import { openFake, toScreen } from "./fixtures/open-fake.ts";
import { looks, wear } from "./fixtures/looks.ts";
import { expect, test } from "./fixtures/station.ts";

async function broken(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();
const soon = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

/** What the overview shows of a service in each state, by the heading it must have. */
const states = [
  ["Service ok", "Nothing to do.", {}],
  ["Sending", "Nothing to do.", { queued: 212, sentPerMinute: 640, callsPerMinute: 810 }],
  ["Service away", "Check the network cable of this station.", { state: "unreachable", code: "dps.unreachable" }],
  ["Service away", "Wait. If it lasts, tell the service's owner.", { state: "unreachable", code: "dps.server" }],
  ["Service refuses", "Call the process engineer. The check says why.", { state: "refused", code: "dps.tls" }],
  ["Service busy", "Nothing to do. It goes on by itself.", { state: "busy", code: "dps.throttled" }],
  ["No service", "Call the process engineer to set it up again.", { state: "none" }],
] as const;

for (const look of looks) {
  test(`every state of the Service screen is said and clean for axe, ${look}`, { tag: "@web" }, async ({ browser }) => {
    const { page, station, close } = await openFake(browser);
    try {
      const { service } = station;
      await wear(page, look);
      await toScreen(page, "service/overview");
      for (const [title, next, change] of states) {
        const trouble = "state" in change && change.state !== "none";
        const errors = trouble ? { lastErrors: scenes.refusedErrors(), pausedUntil: soon(25) } : {};
        service.set({ overview: { since: ago(90), ...errors, ...change } });
        await expect(page.getByRole("heading", { name: new RegExp(`^${title} practice-dps`) })).toBeVisible();
        await expect(page.getByText(next, { exact: true })).toBeVisible();
        await expect(page.getByText("Next attempt")).toBeVisible({ visible: trouble });
        expect(await broken(page)).toEqual([]);
      }
      service.set({ overview: null });
      await expect(page.getByText("No provisioning service is set up")).toBeVisible();
      service.set({
        overview: { lastErrors: scenes.throttledErrors() },
        conflicts: scenes.someConflicts(7),
        parked: scenes.someParked(60),
        calls: scenes.someCalls(400),
        hubDevices: scenes.someHubDevices(6),
      });
      await expect(page.getByRole("heading", { name: "Needs a person" })).toBeVisible();
      await page.getByRole("button", { name: "Details" }).click();
      await expect(page.getByText("f1c9c0de-11aa-4b72-8b6c-90dd3a7ce021")).toBeVisible();
      expect(await broken(page)).toEqual([]);
      for (const section of ["conflicts", "parked", "changes", "check", "reconcile", "calls", "hub"]) {
        await toScreen(page, `service/${section}`);
        await page.waitForTimeout(200);
        expect(await broken(page), section).toEqual([]);
      }
      await page.getByRole("button", { name: "Twin of gw220000100" }).click();
      expect(await broken(page)).toEqual([]);
      await toScreen(page, "service/calls");
      await expect(page.getByRole("row").nth(20)).toBeVisible();
      expect(await page.getByRole("row").count()).toBeLessThan(100);
    } finally {
      await close();
    }
  });
}

test("refused entries are tried again, one and all, with a reason, page by page", { tag: "@web" }, async ({
  browser,
}) => {
  const { page, station, close } = await openFake(browser);
  try {
    station.service.set({ parked: scenes.someParked(60) });
    await toScreen(page, "service/parked");
    await expect(page.getByText("1–50 of 60")).toBeVisible();
    await page.getByRole("button", { name: "Next" }).click();
    await expect(page.getByText("51–60 of 60")).toBeVisible();
    await page.getByRole("button", { name: "Previous" }).click();
    await page.getByRole("button", { name: "Try again: GW220001100" }).click();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("group")).toBeHidden();
    await page.getByRole("button", { name: "Try again: GW220001100" }).click();
    await page.getByRole("textbox", { name: "Reason" }).fill("hub was linked");
    expect(await broken(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await expect(page.getByText("1–50 of 59")).toBeVisible();
    await page.getByRole("button", { name: "Try all again" }).click();
    await page.getByRole("textbox", { name: "Reason" }).fill("hub was linked");
    await page.keyboard.press("Enter");
    await expect(page.getByText("Nothing was refused")).toBeVisible();
  } finally {
    await close();
  }
});

test("a conflict is solved when the service answers; a comparison is interrupted and goes on; a check warns", {
  tag: "@web",
}, async ({ browser }) => {
  const { page, station, close } = await openFake(browser);
  try {
    const { service } = station;
    service.set({ conflicts: scenes.someConflicts(2) });
    service.actsWait = true;
    await toScreen(page, "service/conflicts");
    await page.getByRole("link", { name: "GW220000101" }).click();
    await page.getByRole("button", { name: "Compare again" }).click();
    await page.getByRole("textbox", { name: "Reason" }).fill("mended there");
    await page.keyboard.press("Enter");
    await expect(page.getByText("Kept: Compare again. It is done when the service answers.")).toBeVisible();
    expect(await broken(page)).toEqual([]);
    service.set({ conflicts: [] });
    await expect(page.getByText("Kept: Compare again.")).toBeVisible();

    service.actsWait = false;
    service.set({ conflicts: scenes.someConflicts(1) });
    await toScreen(page, `service/conflicts/${service.conflicts[0]?.registrationId}`);
    await page.getByRole("button", { name: "Give the unit another id" }).click();
    const name = page.getByRole("textbox", { name: "New registration id" });
    await expect(name).toHaveValue(/-2$/);
    await name.fill("");
    await page.getByRole("textbox", { name: "Reason" }).fill("both are right");
    await page.keyboard.press("Enter");
    await expect(page.getByText("Type a name.")).toBeVisible();
    await name.fill("Pump-7");
    expect(await broken(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await expect(page.getByText("From now on the unit is pump-7, for good.")).toBeVisible();
    expect(await broken(page)).toEqual([]);
    await page.getByRole("button", { name: "Yes, name it pump-7" }).click();
    await expect(page.getByText("Plug GW220000100 in again. Its next run takes the new name.")).toBeVisible();

    // Beyond the first page of the list.
    service.set({ conflicts: scenes.someConflicts(70) });
    await toScreen(page, `service/conflicts/${service.conflicts[66]?.registrationId}`);
    await expect(page.getByRole("heading", { name: `${service.conflicts[66]?.unit}: the service has` })).toBeVisible();
    service.set({ conflicts: scenes.someConflicts(2) });
    await expect(page.getByText("This conflict is no longer there")).toBeVisible();

    await toScreen(page, "service/reconcile");
    service.reconciled = scenes.comparison(false);
    service.stepMs = 1_500;
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    await expect(page.getByText(/^1,248 of about 12,480 entries/)).toBeVisible();
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(page.getByText("Interrupted. It goes on where it was.")).toBeVisible();
    service.stepMs = 5;
    await page.getByRole("button", { name: "Go on" }).click();
    await expect(page.getByText("continued after an interruption")).toBeVisible();
    await page.getByRole("button", { name: "74 Not from this station" }).click();
    await expect(page.getByText("50 of 74")).toBeVisible();
    expect(await broken(page)).toEqual([]);

    await toScreen(page, "service/check");
    service.checks = scenes.warnedChecks;
    await page.getByRole("button", { name: "Run the check" }).click();
    await expect(page.getByRole("heading", { name: "Works, with a warning: Clock" })).toBeVisible();
    await expect(page.getByText("To be fixed by: Whoever looks after this computer")).toBeVisible();
    expect(await broken(page)).toEqual([]);
  } finally {
    await close();
  }
});

/** What leaves the page or its own box sideways. */
const wide = (page: Page) =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll("header > div, main, main *")]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .filter((element) => !["visible", "hidden"].includes(getComputedStyle(element).overflowX))
      .map((element) => element.outerHTML.slice(0, 120)),
  );

test("the Service screen keeps its edges on a small panel, in every language", { tag: "@web" }, async ({ browser }) => {
  const { page, station, close } = await openFake(browser);
  try {
    await page.setViewportSize({ width: 1024, height: 600 });
    station.service.set({
      overview: { state: "refused", code: "dps.tls", since: ago(9), lastErrors: scenes.refusedErrors() },
      conflicts: scenes.someConflicts(3),
      parked: scenes.someParked(3),
      calls: scenes.someCalls(40),
      hubDevices: scenes.someHubDevices(6),
    });
    station.service.reconcile = scenes.comparison(false);
    for (const language of ["English", "Deutsch", "Español", "简体中文", "Tiếng Việt"]) {
      await page.locator("header").getByRole("button", { expanded: false }).first().click();
      await page.getByRole("menuitem", { name: language }).click();
      for (const section of [
        "overview",
        "conflicts",
        `conflicts/${scenes.someConflicts(1)[0]?.registrationId ?? ""}`,
        "parked",
        "check",
        "reconcile",
        "calls",
        "hub",
      ]) {
        await toScreen(page, `service/${section}`);
        await page.waitForTimeout(150);
        await expect.poll(() => wide(page), `${language} ${section}`).toEqual([]);
        const plug = await page.getByRole("banner").getByRole("switch").boundingBox();
        const chip = await page.getByRole("banner").getByRole("status").boundingBox();
        expect((plug?.x ?? 0) + (plug?.width ?? 0), language).toBeLessThan(chip?.x ?? 0);
      }
    }
  } finally {
    await close();
  }
});
