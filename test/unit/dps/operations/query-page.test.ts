import { describe, expect, it } from "vitest";
import { z } from "zod";
import { queryPage } from "../../../../main/dps/operations/query-page.ts";
import type { ServiceCaller } from "../../../../main/dps/service-caller.ts";

const target = { path: ["enrollments", "query"], everything: "*", item: z.string(), name: "query" };
const answering =
  (continuation: string): ServiceCaller =>
  () =>
    Promise.resolve({ status: 200, headers: { "x-ms-continuation": continuation }, body: '["one"]' });

describe("a page of a query", () => {
  it("tells where the next one begins, and nothing after the last one", async () => {
    expect(await queryPage(answering("next"), target)).toEqual({ items: ["one"], continuation: "next" });
    expect(await queryPage(answering(""), target, { continuation: "next" })).toEqual({ items: ["one"] });
  });

  it("is no page when it is the same again and again", async () => {
    const again = queryPage(answering("next"), target, { continuation: "next" });
    await expect(again).rejects.toMatchObject({ code: "dps.malformed" });
  });
});
