import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { scan } from "./fixtures/hands.ts";
import { openFake, toScreen } from "./fixtures/open-fake.ts";
import { expect, test } from "./fixtures/station.ts";

const slotOf = (page: Page, name: string) => page.getByRole("article", { name: `Slot ${name}`, exact: true });

async function broken(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

/**
 * Cards that cover each other or leave the window, words that leave their card, pictures and presses that lie over one another, cards
 * without a line of what to do, and what of the page can be scrolled.
 */
const misplaced = (page: Page) =>
  page.evaluate(() => {
    const cards = [...document.querySelectorAll("article")];
    const boxes = cards.map((card) => card.getBoundingClientRect());
    const covered = boxes.flatMap((a, index) =>
      boxes.slice(index + 1).some((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        ? [`card ${index + 1} covers another`]
        : [],
    );
    const outside = boxes.filter((box) => box.right > innerWidth || box.bottom > innerHeight || box.height < 60);
    const spilt = cards.flatMap((card) => {
      const { left, right, bottom } = card.getBoundingClientRect();
      return [...card.querySelectorAll("p > span, h2, svg, button")].flatMap((part) => {
        const box = part.getBoundingClientRect();
        if (box.width === 0) return [];
        return box.left < left - 1 || box.right > right + 1 || box.bottom > bottom + 1
          ? [part.outerHTML.slice(0, 90)]
          : [];
      });
    });
    const over = cards.flatMap((card) => {
      const parts = [...card.querySelectorAll("div > svg, button:not(:has(h2, p))")].map((part) => ({
        html: part.outerHTML.slice(0, 60),
        box: part.getBoundingClientRect(),
      }));
      return parts.flatMap(({ html, box: a }, index) =>
        parts
          .slice(index + 1)
          .filter(
            ({ box: b }) =>
              a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1,
          )
          .map((other) => `${html} lies over ${other.html}`),
      );
    });
    const silent = cards.flatMap((card) => {
      const next = card.querySelector('p[class*="next"]');
      const line = next === null ? 0 : Number.parseFloat(getComputedStyle(next).lineHeight);
      return next !== null && next.clientHeight < Math.floor(line) ? [`no line of: ${next.textContent}`] : [];
    });
    const root = document.documentElement;
    const scrolls = root.scrollWidth > innerWidth || root.scrollHeight > innerHeight ? ["the page scrolls"] : [];
    return [
      ...covered,
      ...outside.map(() => "a card is outside, or too low"),
      ...spilt,
      ...over,
      ...silent,
      ...scrolls,
    ];
  });

/** What hands press on the Line and is smaller than 48 px. */
const tooSmall = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("main button, main input, header button")].flatMap((target) => {
      const box = target.getBoundingClientRect();
      const whole = getComputedStyle(target, "::after");
      // The press target of a compact card is all of the card.
      const [width, height] =
        whole.content === '""' && whole.position === "absolute"
          ? [Number.parseFloat(whole.width), Number.parseFloat(whole.height)]
          : [box.width, box.height];
      return box.width > 0 && (width < 48 || height < 48)
        ? [`${width} × ${height} ${target.outerHTML.slice(0, 90)}`]
        : [];
    }),
  );

const sizes = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 1024, height: 600 },
] as const;

test("slots stand as in the fixture, 1 to 32, readable at three sizes", { tag: "@web" }, async ({ browser }) => {
  for (const slots of [1, 2, 4, 8, 32]) {
    const { page, station, close } = await openFake(browser, { slots });
    try {
      await toScreen(page, "line");
      station.fixture.set({ taktSeconds: 2 });
      const states = ["none", "silent", "wrong-endorsement-certificate", "no-serial", "none"] as const;
      for (const { id } of station.line.slots()) {
        const fault = states[Number(id) % 7];
        if (fault !== undefined) station.line.plug(id, fault);
      }
      await expect.poll(() => station.line.slots().some(({ state }) => state === "running")).toBe(false);
      for (const size of sizes) {
        await page.setViewportSize(size);
        await expect(page.getByRole("article")).toHaveCount(slots);
        await expect.poll(() => misplaced(page), `${slots} slots, ${size.width}`).toEqual([]);
        await expect.poll(() => tooSmall(page), `${slots} slots, ${size.width}`).toEqual([]);
      }
      // A window may have any height.
      for (const height of [624, 657, 690, 800]) {
        await page.setViewportSize({ width: 1280, height });
        await expect.poll(() => misplaced(page), `${slots} slots, ${height} lines`).toEqual([]);
      }
      await page.setViewportSize(sizes[2]);
      station.fixture.inColumns(slots === 8 ? 2 : 8);
      if (slots === 8) await expect.poll(async () => (await slotOf(page, "3").boundingBox())?.x ?? 99).toBeLessThan(20);
      await expect.poll(() => misplaced(page)).toEqual([]);
      if (slots === 32) continue;
      // Beneath a banner, in the language of the longest words.
      station.fixture.set({ size: null, places: [] });
      const since = new Date().toISOString();
      const trouble = {
        code: "trouble.disk-low",
        sentence: "",
        detail: "",
        retry: "after-fix",
        stops: false,
        since,
      } as const;
      station.publish({ type: "troubles", troubles: [trouble] });
      await page.getByRole("button", { name: /^Language/ }).click();
      await page.getByRole("menuitem", { name: "Deutsch" }).click();
      await expect(page.getByText("trouble.disk-low")).toBeVisible();
      await expect.poll(() => misplaced(page)).toEqual([]);
      await expect.poll(() => tooSmall(page)).toEqual([]);
    } finally {
      await close();
    }
  }
});

test("a scanner alone plays units, by keys and by a serial port, and a wrong label says why", { tag: "@web" }, async ({
  browser,
}) => {
  const { page, station, close } = await openFake(browser);
  try {
    await toScreen(page, "line");
    const said = page.locator("main").getByRole("status").last();
    await expect(slotOf(page, "1")).toBeVisible();
    await scan(page, "GW220000700");
    await expect(said).toContainText("No unit waits for a label");
    station.line.plug("1", "no-serial");
    await expect(slotOf(page, "1").getByText("Scan the label")).toBeVisible();
    await scan(page, "4006381333931");
    await expect(said).toContainText("This code fits no unit here. Scan its label. · expected: GW-200 · GW2########");
    await scan(page, "PRACTICE-1");
    await expect(said).toContainText("This is a lot's code");
    await scan(page, "]d201095212345432131017\u001d21GW220000701");
    await expect(slotOf(page, "1").getByText("PASS")).toBeVisible();
    await expect(slotOf(page, "1").getByText("GW220000701")).toBeVisible();

    station.line.plug("2", "no-serial");
    station.line.plug("3", "no-serial");
    await expect(slotOf(page, "3").getByText("SCAN", { exact: true })).toBeVisible();
    await scan(page, "GW220000702");
    await expect(said).toContainText("Several wait. Scan or press the slot first.");
    await scan(page, "SLOT:3");
    await expect(slotOf(page, "3").getByText("Scan its label now")).toBeVisible();
    expect(await broken(page)).toEqual([]);
    station.fixture.scan("GW220000702");
    await expect(slotOf(page, "3").getByText("PASS")).toBeVisible();
    expect(station.line.slot("2")?.state).toBe("scan");
    station.fixture.scan("GW220000703");
    await expect(slotOf(page, "2").getByText("GW220000703")).toBeVisible();

    // The same unit fails twice: the second time it goes to the red bin, and the slot's own code tried it again.
    station.line.plug("4", "silent");
    await expect(slotOf(page, "4").getByText("FAIL")).toBeVisible();
    await expect(slotOf(page, "4").locator("[data-act='try-again']")).toBeVisible();
    await scan(page, "SLOT:4");
    await expect(slotOf(page, "4").getByText("Put it in the red bin")).toBeVisible();
    await expect(slotOf(page, "4").locator("[data-act='red-bin']")).toBeVisible();
    await toScreen(page, "verify");
    station.fixture.scan("GW220000701");
    await expect(page.getByRole("heading", { name: /^GW220000701/ })).toBeVisible();
  } finally {
    await close();
  }
});

const people = [
  { name: "Ann", role: "engineer" },
  { name: "Bob", role: "operator" },
] as const;

test("the screen is locked to the Line, holds over a reload, and is let go by an engineer", { tag: "@web" }, async ({
  browser,
}) => {
  const { page, station, close } = await openFake(browser, { people });
  try {
    await page.getByRole("dialog", { name: "Sign in" }).waitFor();
    await scan(page, "BADGE-ANN");
    await page.getByRole("button", { name: "Ann Engineer" }).waitFor();
    await toScreen(page, "lots");
    await page.getByRole("button", { name: /^Colours/ }).click();
    await page.getByRole("menuitem", { name: "Lock to the Line" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Lock to the Line" }).click();
    const unlock = page.getByRole("button", { name: "Let the screen go" });
    await expect(unlock).toBeVisible();
    await expect(slotOf(page, "1")).toBeVisible();
    await expect(page.getByRole("navigation")).toBeHidden();
    expect(await broken(page)).toEqual([]);
    expect((await unlock.boundingBox())?.height).toBeGreaterThanOrEqual(48);
    await page.keyboard.press("Alt+5");
    await page.evaluate(() => (window.location.hash = "#/set-up/slots"));
    await expect(page).toHaveURL(/#\/line$/);
    await expect(slotOf(page, "1")).toBeVisible();
    page.on("dialog", (dialog) => void dialog.accept());
    await page.reload();
    await expect(unlock).toBeVisible();
    await scan(page, "BADGE-BOB");
    await expect(page.getByRole("button", { name: "Bob Operator" })).toBeVisible();

    await unlock.click();
    const dialog = page.getByRole("dialog", { name: "Let the screen go" });
    await dialog.getByRole("button", { name: "Bob" }).click();
    for (const digit of "123456") await dialog.getByRole("button", { name: digit, exact: true }).click();
    await dialog.getByRole("button", { name: "Enter" }).click();
    await expect(dialog.getByText("You may not do this. Call the shift lead.")).toBeVisible();
    expect(station.fixture.view.kiosk.locked).toBe(true);
    await scan(page, "BADGE-ANN");
    await expect(page.getByRole("navigation").first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Bob Operator" })).toBeVisible();
  } finally {
    await close();
  }
});

test("slots are put where they are by keys and by hand, in high contrast", { tag: "@web" }, async ({ browser }) => {
  const { page, station, close } = await openFake(browser);
  try {
    await toScreen(page, "set-up/slots");
    await page.getByRole("button", { name: /^Colours/ }).click();
    await page.getByRole("menuitem", { name: "High contrast" }).click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "contrast");
    const panel = page.getByRole("region", { name: "Where the slots are" });
    await panel.getByLabel("Rows").fill("2");
    await panel.getByLabel("Columns").fill("2");
    await panel.getByLabel("Columns").press("Enter");
    await panel.getByRole("button", { name: "Row 1, column 1, slot 1" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await expect(panel.getByRole("button", { name: "Row 2, column 2, slot 1" })).toBeVisible();
    await panel.getByRole("button", { name: "Row 1, column 2, slot 2" }).click();
    await panel.getByRole("button", { name: "Row 1, column 1, slot 4" }).click();
    await panel.getByRole("button", { name: "Save the places" }).click();
    await expect(panel.getByText("Saved: the Line shows it so.")).toBeVisible();
    expect(station.fixture.view.places.find(({ slotId }) => slotId === "1")).toMatchObject({ row: 2, column: 2 });
    await page.getByLabel("Takt in seconds").fill("12");
    await page.getByRole("region", { name: "Takt" }).getByRole("button", { name: "Set" }).click();
    await expect.poll(() => station.fixture.view.taktSeconds).toBe(12);
    await page.getByLabel("Port", { exact: true }).fill("/dev/ttyACM9");
    await page.getByRole("button", { name: "Set" }).last().click();
    await expect(page.getByText("It is heard")).toBeVisible();
    expect(await broken(page)).toEqual([]);
    await toScreen(page, "line");
    const below = async (): Promise<boolean> => {
      const first = await slotOf(page, "1").boundingBox();
      const second = await slotOf(page, "2").boundingBox();
      return (first?.x ?? 0) > (second?.x ?? 999) && (first?.y ?? 0) > (second?.y ?? 999);
    };
    await expect.poll(below).toBe(true);
    expect(await broken(page)).toEqual([]);
  } finally {
    await close();
  }
});

test("the desktop window is locked with the screen, also after a crash, and let go by PIN", {
  tag: "@desktop",
}, async ({ station: { page, killStation, shellSaid } }) => {
  const pin = async () => {
    for (const digit of "246810")
      await page.getByRole("dialog").getByRole("button", { name: digit, exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Enter" }).click();
  };
  await toScreen(page, "set-up/people");
  await page.getByLabel("Name").fill("Ann");
  await page.getByRole("textbox", { name: "PIN" }).fill("246810");
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Ann" }).click();
  await pin();
  await page.getByRole("button", { name: "Ann Engineer" }).waitFor();
  await page.getByRole("button", { name: /^Colours/ }).click();
  await page.getByRole("menuitem", { name: "Lock to the Line" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Lock to the Line" }).click();
  await shellSaid?.(/^stand-in: kiosk (true)$/);
  await killStation?.();
  await page.getByText("The station restarts").waitFor();
  await page.getByText("The station restarts").waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Only look" }).click();
  await page.getByRole("button", { name: "Let the screen go" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Ann" }).click();
  await pin();
  await expect(page.getByRole("navigation").first()).toBeVisible();
  await shellSaid?.(/^stand-in: kiosk (false)$/);
});
