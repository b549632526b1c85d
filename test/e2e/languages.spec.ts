import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/station.ts";

/** What leaves the page sideways, and what covers something else in the top bar. */
const spilled = (page: Page) =>
  page.evaluate(() => {
    const root = document.documentElement;
    const bars = [...document.querySelectorAll("header > div")].filter((bar) => bar.scrollWidth > bar.clientWidth);
    const wide = root.scrollWidth > root.clientWidth ? ["page"] : [];
    const words = [...document.querySelectorAll("article [data-shape] + span")].filter((word) => {
      const card = word.closest("article");
      return card !== null && word.getBoundingClientRect().right > card.getBoundingClientRect().right;
    });
    return [...wide, ...[...bars, ...words].map((element) => element.outerHTML.slice(0, 120))];
  });

/** What has been fetched of the Chinese letters. */
const chinesePieces = (page: Page) =>
  page.evaluate(() => {
    const faces = [...document.fonts].filter(({ family }) => family.includes("Noto Sans SC"));
    return { known: faces.length, loaded: faces.filter(({ status }) => status === "loaded").length };
  });

const spoken = [
  { name: "English", tag: "en", title: "PRACTICE · Line · Touchmark", pass: "PASS", bin: "Take it out, green bin" },
  { name: "Deutsch", tag: "de", title: "ÜBUNG · Linie · Touchmark", pass: "GUT", bin: "Herausnehmen, grüne Kiste" },
  { name: "Español", tag: "es", title: "PRÁCTICA · Línea · Touchmark", pass: "PASA", bin: "Sáquela, caja verde" },
  { name: "简体中文", tag: "zh-Hans", title: "练习 · 产线 · Touchmark", pass: "合格", bin: "取出，放入绿箱" },
  { name: "Tiếng Việt", tag: "vi", title: "THỰC HÀNH · Chuyền · Touchmark", pass: "ĐẠT", bin: "Lấy ra, thùng xanh lá" },
] as const;

test("the Line speaks five languages without a restart, and remembers the last", { tag: "@web" }, async ({
  station: { page },
}) => {
  const first = page.getByRole("article").first();
  await first.getByRole("button", { name: "Plug in", exact: true }).click();
  await expect(first.getByText("PASS")).toBeVisible({ timeout: 30_000 });
  const choice = page.locator("header").getByRole("button", { expanded: false }).first();
  expect(await chinesePieces(page)).toEqual({ known: 0, loaded: 0 });
  expect((await choice.boundingBox())?.height).toBeGreaterThanOrEqual(48);
  for (const { name, tag, title, pass, bin } of spoken) {
    await choice.click();
    await page.getByRole("menuitem", { name }).click();
    await expect(first.getByText(pass, { exact: true })).toBeVisible();
    await expect(first.getByText(bin)).toBeVisible();
    await expect(page).toHaveTitle(title);
    await expect(page.locator("html")).toHaveAttribute("lang", tag);
    if (tag === "zh-Hans") await expect.poll(async () => (await chinesePieces(page)).loaded).toBeGreaterThan(5);
    await expect.poll(() => spilled(page)).toEqual([]);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id, nodes }) => `${tag} ${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  }
  await page.reload();
  await expect(first.getByText("ĐẠT", { exact: true })).toBeVisible();
});

test("sounds are tried, muted and remembered in the top bar", { tag: "@web" }, async ({ station: { page } }) => {
  await page.getByRole("button", { name: "Sound", exact: true }).click();
  const choices = page.getByRole("dialog", { name: "Sound" });
  await choices.getByRole("button", { name: "Unit passed" }).click();
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  await choices.getByRole("slider", { name: "Volume" }).press("ArrowLeft");
  await choices.getByRole("switch", { name: "Play sounds" }).uncheck();
  await page.reload();
  await page.getByRole("button", { name: "Sound is off" }).click();
  await expect(choices.getByRole("switch", { name: "Play sounds" })).not.toBeChecked();
  await expect(choices.getByRole("slider", { name: "Volume" })).toHaveValue("50");
});
