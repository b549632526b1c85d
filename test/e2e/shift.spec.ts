import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator, Page } from "@playwright/test";
import { openWeb } from "./fixtures/open-web.ts";
import { atPracticeDps } from "./fixtures/practice-dps.ts";
import { drop, scan } from "./fixtures/hands.ts";
import { expect, test } from "./fixtures/station.ts";

/** A whole shift in practice mode, and the short of it by keyboard alone and by touch alone. */
const within = { timeout: 60_000 };
const order = "ORDER-8801";
const slotOf = (page: Page, number: number) => page.getByRole("article", { name: `Slot ${number}`, exact: true });
const button = (page: Page | Locator, name: string) => page.getByRole("button", { name, exact: true });
const unitOf = (slot: Locator) => slot.getByText(/^(GW|SN)\d{9}$/).innerText();
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
const serviceChip = (page: Page) => page.getByRole("link", { name: "Provisioning service" });

async function putPerson(page: Page, who: { name: string; role: string; pin?: string; badge?: string }): Promise<void> {
  await page.getByLabel("Name").fill(who.name);
  await page.getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name: who.role, exact: true }).click();
  await page.getByRole("textbox", { name: "PIN" }).fill(who.pin ?? "");
  await page.getByRole("textbox", { name: "Badge" }).fill(who.badge ?? "");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("listitem", { name: who.name })).toBeVisible();
}

/** On any screen: the chip is pressed, the badge scanned. */
async function signIn(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: /^(Ann|Lea|Bob|Tom|Eve) / }).click();
  await expect(page.getByRole("dialog", { name: "Somebody else?" })).toBeVisible();
  await scan(page, `BADGE-${name}`);
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("button", { name: new RegExp(`^${name} `) })).toBeVisible();
}

/** The slot is emptied first if it must be. */
async function build(page: Page, number: number): Promise<string> {
  const slot = slotOf(page, number);
  const serialNumbers = slot.getByText(/^(GW|SN)\d{9}$/);
  const takeOut = button(slot, "Take out");
  if (await takeOut.isVisible()) await takeOut.click();
  // A result stays until the next unit has begun.
  const [before] = await serialNumbers.allInnerTexts();
  await button(slot, "Plug in").click();
  await expect
    .poll(async () => (await serialNumbers.allInnerTexts()).filter((one) => one !== before), within)
    .toHaveLength(1);
  await expect(slot.getByText("PASS", { exact: true })).toBeVisible(within);
  return unitOf(slot);
}

async function plugFaulty(page: Page, number: number, fault: string): Promise<Locator> {
  const slot = slotOf(page, number);
  const takeOut = button(slot, "Take out");
  if (await takeOut.isVisible()) await takeOut.click();
  await button(slot, "Plug in a faulty unit").click();
  await page.getByRole("menuitem", { name: fault }).click();
  return slot;
}

async function buildFaulty(page: Page, number: number, fault: string, code: RegExp | string): Promise<void> {
  const slot = await plugFaulty(page, number, fault);
  await expect(slot.getByText("FAIL", { exact: true })).toBeVisible(within);
  await expect(slot.getByRole("code")).toHaveText(code, within);
}

async function openOrder(page: Page): Promise<void> {
  await page.keyboard.press("Alt+3");
  await expect(page.getByRole("link", { name: "PRACTICE-TPM" })).toBeVisible();
  await scan(page, order);
  const dialog = page.getByRole("dialog", { name: "Change lot" });
  await expect(dialog.getByRole("textbox", { name: "Lot or order number" })).toHaveValue(order);
  await dialog.getByRole("textbox", { name: "Quantity" }).fill("9");
  await button(dialog, "Open lot").click();
  await expect(dialog).toBeHidden();
}

async function setReason(page: Page, act: string, reason: string): Promise<void> {
  await button(page, act).click();
  await page.getByRole("textbox", { name: "Reason" }).fill(reason);
  await button(page.getByRole("group"), act).click();
}

test("a whole shift: people, lot, units, failures of each family, outage, quality, close, manifest, figures", {
  tag: "@web",
}, async ({ station: { page, dataFolder, saveFile } }) => {
  // Half a minute of work, and more on a machine that does other things too.
  test.setTimeout(180_000);
  await test.step("the engineer sets the people up", async () => {
    await page.goto(new URL("#/set-up/people", page.url()).href);
    await putPerson(page, { name: "Ann", role: "Engineer", pin: "123456" });
    const dialog = page.getByRole("dialog", { name: "Sign in" });
    await button(dialog, "Ann").click();
    for (const digit of "123456") await button(dialog, digit).click();
    await button(dialog, "Enter").click();
    await expect(dialog).toBeHidden();
    for (const [name, role] of [
      ["Lea", "Shift lead"],
      ["Bob", "Operator"],
      ["Tom", "Operator"],
      ["Eve", "QA"],
    ] as const)
      await putPerson(page, { name, role, badge: `BADGE-${name}` });
  });

  await test.step("the lead opens the order by scan, the operator signs in by badge", async () => {
    await signIn(page, "Lea");
    await openOrder(page);
    await page.keyboard.press("Alt+1");
    await expect(page.getByText(order)).toBeVisible();
    await scan(page, "BADGE-Bob");
    await expect(page.getByRole("button", { name: /^Bob Operator/ })).toBeVisible();
    await expect(page.getByRole("heading", { name: "Line" })).toBeAttached();
  });

  const first = await test.step("units pass, one is pulled half way, failures of link, TPM and key", async () => {
    const passed = await build(page, 1);
    await build(page, 2);
    await scan(page, "4006381333931");
    await expect(page.getByRole("status").filter({ hasText: "4006381333931" })).toBeVisible();
    // One that says nothing runs until it is taken out.
    const silent = await plugFaulty(page, 3, "Says nothing");
    await expect(silent.getByText("RUNNING", { exact: true })).toBeVisible();
    await button(silent, "Take out").click();
    await expect(silent.getByText("RUNNING", { exact: true })).toBeHidden(within);
    await expect(silent.getByText("PASS", { exact: true })).toBeHidden();
    await build(page, 3);
    await buildFaulty(page, 4, "Pulled out half way", /^(link|slot|smp)\./);
    await buildFaulty(page, 3, "Carries another unit's papers", /endorsement-certificate/);
    await buildFaulty(page, 4, "Copy of a unit already built", "unit.known-endorsement-key");
    await build(page, 4);
    return passed;
  });

  await test.step("the service is out: the line goes on, the queue fills and drains", async () => {
    const answers = page.getByRole("switch", { name: "Practice service answers" });
    await expect(slotOf(page, 4).getByText("Saved, service knows it")).toBeVisible(within);
    await expect(serviceChip(page)).toContainText("queue 0", within);
    await answers.press("Space");
    await expect(answers).not.toBeChecked();
    await build(page, 1);
    await build(page, 2);
    await expect(serviceChip(page)).toContainText("Service away", within);
    await expect(serviceChip(page)).toContainText("queue 2");
    await answers.press("Space");
    await expect(serviceChip(page)).toContainText("Service ok", within);
    await expect(slotOf(page, 2).getByText("Saved, service knows it")).toBeVisible(within);
  });

  await test.step("another operator, another product: the service has somebody else's entry, a key is a copy", async () => {
    await atPracticeDps(dataFolder, async (client) => {
      for (let number = 1; number < 20; number += 1) {
        const registrationId = `sn1${String(number).padStart(8, "0")}`;
        await client.putEnrollment({ registrationId, deviceId: "trial-kit", attestation: { type: "symmetricKey" } });
      }
    });
    await signIn(page, "Lea");
    await button(page, "Change lot").click();
    await button(page, "Use lot PRACTICE-X509").click();
    await signIn(page, "Tom");
    expect(await build(page, 1)).toMatch(/^SN1/);
    await expect(slotOf(page, 1).getByText("Saved, service disagrees")).toBeVisible(within);
    await expect(serviceChip(page)).toContainText("1 set aside");
    await buildFaulty(page, 3, "Copy of a unit already built", "unit.known-key");
  });

  await test.step("QA puts a unit on hold; the lot is not closed before it is released", async () => {
    await signIn(page, "Eve");
    await page.keyboard.press("Alt+2");
    await expect(page.getByRole("searchbox")).toBeFocused();
    await scan(page, first);
    await expect(heading(page, `${first} Provisioned`)).toBeVisible();
    await setReason(page, "Quarantine", "Housing is scratched");
    await expect(heading(page, `${first} Quarantined`)).toBeVisible();
    await signIn(page, "Lea");
    await page.keyboard.press("Alt+3");
    await page.getByRole("link", { name: order }).click();
    await button(page, "Close lot…").click();
    const way = page.getByRole("region", { name: "This lot cannot be closed yet" });
    await way.getByRole("link", { name: first }).click();
    await signIn(page, "Eve");
    await setReason(page, "Release", "Only dust");
    await expect(heading(page, `${first} Provisioned`)).toBeVisible();
  });

  await test.step("the lot is closed, its sealed manifest made, saved and verified by dropping it", async () => {
    await signIn(page, "Lea");
    await page.keyboard.press("Alt+3");
    await page.getByRole("link", { name: order }).click();
    await button(page, "Close lot…").click();
    await button(page, "Close the lot").click();
    await button(page, "Close it for good").click();
    await expect(page.getByRole("dialog", { name: "Somebody else signs this too" })).toBeVisible();
    await scan(page, "BADGE-Eve");
    await expect(page.getByText("Closed", { exact: true }).first()).toBeVisible();
    await page.getByRole("link", { name: "Manifests" }).click();
    await page.getByRole("radio", { name: "Sealed" }).check();
    await button(page, "Make the file").click();
    const verdict = page.getByRole("region", { name: "The file just made, read again" });
    await expect(verdict.getByText("VALID", { exact: true })).toBeVisible(within);
    const saved = await saveFile(() => button(page, "Save file").click());
    expect(saved.text.match(/"serialNumber":"GW2\d{8}"/g)).toHaveLength(6);
    await page.keyboard.press("Alt+1");
    await drop(page, saved.name, saved.text);
    const check = page.getByRole("dialog", { name: "Manifest check" });
    await expect(check.getByText("VALID", { exact: true })).toBeVisible(within);
    await page.keyboard.press("Escape");
  });

  await test.step("Insights shows the shift's figures, by operator for the lead", async () => {
    await page.keyboard.press("Alt+4");
    const totals = page.getByRole("main").locator("dl");
    await expect(totals).toContainText("Units passed7");
    const people = page.getByRole("region", { name: "By operator" });
    await expect(people.getByText("Bob")).toBeVisible();
    await expect(people.getByText("Tom")).toBeVisible();
    await expect(page.getByRole("region", { name: "What fails?" }).getByText(/endorsement-certificate/)).toBeVisible();
  });
});

/** From where the focus is, forwards, as a hand on the Tab key goes; what it stops at must show that it has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  await expect(target).toBeEnabled();
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    const shown = await target.evaluate((element) => {
      if (element !== document.activeElement) return null;
      return [undefined, "::after"].some((part) => getComputedStyle(element, part).outlineStyle !== "none");
    });
    if (shown === null) continue;
    expect(shown, "focus is visible").toBe(true);
    return;
  }
  throw new Error(`Tab never came to ${String(target)}`);
}

async function pressAt(page: Page, target: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

test("by keyboard alone: a unit, a failure, quality, an export", { tag: "@web" }, async ({ station: { page } }) => {
  await pressAt(page, button(slotOf(page, 1), "Plug in"));
  await expect(slotOf(page, 1).getByText("PASS", { exact: true })).toBeVisible(within);
  const unit = await unitOf(slotOf(page, 1));
  await pressAt(page, button(slotOf(page, 2), "Plug in a faulty unit"));
  const fault = page.getByRole("menuitem", { name: "Carries another unit's papers" });
  await expect(fault).toBeVisible();
  for (let presses = 0; presses < 9; presses += 1) {
    if (await fault.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press("ArrowDown");
  }
  await expect(fault).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(slotOf(page, 2).getByText("FAIL", { exact: true })).toBeVisible(within);
  const more = button(slotOf(page, 2), "More about slot 2");
  await pressAt(page, more);
  await expect(page.getByRole("dialog", { name: "Slot 2" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(more).toBeFocused();

  await page.keyboard.press("Alt+2");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type(unit, { delay: 60 });
  await page.keyboard.press("Enter");
  await expect(heading(page, `${unit} Provisioned`)).toBeVisible();
  await pressAt(page, button(page, "Quarantine"));
  await expect(page.getByRole("textbox", { name: "Reason" })).toBeFocused();
  await page.keyboard.type("Scratched housing");
  await page.keyboard.press("Enter");
  await expect(heading(page, `${unit} Quarantined`)).toBeVisible();

  await page.keyboard.press("Alt+3");
  await pressAt(page, page.getByRole("link", { name: "PRACTICE-TPM" }));
  await pressAt(page, page.getByRole("link", { name: "Manifests" }));
  await pressAt(page, button(page, "Make the file"));
  await expect(page.getByText("File is ready")).toBeVisible(within);
});

/** A finger hits what is large enough, on a panel of 1024×600. */
async function tap(target: Locator, least = 48): Promise<void> {
  const box = await target.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0), `${String(target)} is large enough`).toBeGreaterThanOrEqual(
    least - 0.5,
  );
  await target.tap();
}

async function atPanel(browser: Browser, act: (page: Page) => Promise<void>): Promise<void> {
  const dataFolder = await mkdtemp(join(tmpdir(), "touchmark-e2e-touch-"));
  const panel = { hasTouch: true, viewport: { width: 1024, height: 600 } };
  const station = await openWeb(browser, dataFolder, panel);
  try {
    await act(station.page);
  } finally {
    await station.close();
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

test("by touch alone on a panel: another lot, a unit, a failure, its detail, verified, exported", {
  tag: "@web",
}, async ({ browser }) => {
  await atPanel(browser, async (page) => {
    const [good, faulty] = [slotOf(page, 1), slotOf(page, 2)];
    await expect(button(good, "Plug in")).toBeVisible(within);
    await tap(button(page, "Change lot"));
    await tap(button(page, "Use lot PRACTICE-X509"), 32);
    await expect(page.getByRole("dialog")).toBeHidden();
    await tap(button(good, "Plug in"));
    await expect(good.getByText("PASS", { exact: true })).toBeVisible(within);
    const unit = await unitOf(good);
    await tap(button(faulty, "Plug in a faulty unit"));
    await tap(page.getByRole("menuitem", { name: "Pulled out half way" }), 40);
    await expect(faulty.getByText("FAIL", { exact: true })).toBeVisible(within);
    await tap(button(faulty, "More about slot 2"), 44);
    const detail = page.getByRole("dialog", { name: "Slot 2" });
    await expect(detail.getByRole("heading", { name: "What was seen" })).toBeVisible();
    await tap(button(detail, "Close"));
    await expect(detail).toBeHidden();

    await tap(page.getByRole("navigation", { name: "Screens" }).getByRole("link", { name: "Verify" }), 40);
    await tap(page.getByRole("link", { name: `Slot 1 · ${unit}` }), 32);
    await expect(heading(page, `${unit} Provisioned`)).toBeVisible();
    await tap(button(page, "Verify"), 32);
    await expect(heading(page, `${unit} Verified`)).toBeVisible(within);

    await tap(page.getByRole("navigation", { name: "Screens" }).getByRole("link", { name: "Lots" }), 40);
    await page.getByRole("link", { name: "PRACTICE-X509" }).tap();
    await tap(page.getByRole("link", { name: "Manifests" }), 32);
    await tap(button(page, "Make the file"), 32);
    await expect(page.getByText("File is ready")).toBeVisible(within);
  });
});
