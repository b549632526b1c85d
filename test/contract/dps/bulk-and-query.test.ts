import { describe, expect, it } from "vitest";
import { startService, tpmEntry } from "./service-fixture.ts";

const entries = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => tpmEntry(`unit-${String(from + index).padStart(3, "0")}`, from + index));

describe("bulk", () => {
  it("makes ten at once", async () => {
    const { client } = await startService();
    expect(await client.bulkEnrollments("create", entries(10))).toMatchObject({ isSuccessful: true, errors: [] });
    expect((await client.queryEnrollments()).items).toHaveLength(10);
  });

  it("tells which item failed and does the rest", async () => {
    const { client } = await startService();
    await client.putEnrollment(tpmEntry("unit-001"));
    const result = await client.bulkEnrollments("create", entries(3));
    expect(result.isSuccessful).toBe(false);
    expect(result.errors).toMatchObject([{ registrationId: "unit-001", errorCode: 409_201 }]);
    expect((await client.queryEnrollments()).items).toHaveLength(3);
  });

  it("fails whole when an id comes twice", async () => {
    const { client } = await startService();
    const twice = [tpmEntry("unit-1"), tpmEntry("UNIT-1")];
    await expect(client.bulkEnrollments("create", twice)).rejects.toMatchObject({
      code: "dps.rejected",
      httpStatus: 400,
    });
    expect((await client.queryEnrollments()).items).toEqual([]);
  });

  it("asks the service for no more than ten", async () => {
    const { client } = await startService();
    await expect(client.bulkEnrollments("create", entries(11))).rejects.toMatchObject({ code: "dps.rejected" });
  });

  it("updates by etag and deletes", async () => {
    const { client } = await startService();
    const entry = await client.putEnrollment(tpmEntry("unit-1"));
    const stale = { ...entry, etag: "AAAA" };
    expect(await client.bulkEnrollments("updateIfMatchETag", [stale])).toMatchObject({ isSuccessful: false });
    const update = await client.bulkEnrollments("updateIfMatchETag", [{ ...entry, provisioningStatus: "disabled" }]);
    expect(update.isSuccessful).toBe(true);
    expect((await client.getEnrollment("unit-1"))?.provisioningStatus).toBe("disabled");
    expect((await client.bulkEnrollments("delete", [entry])).isSuccessful).toBe(true);
    expect(await client.bulkEnrollments("delete", [entry])).toMatchObject({ errors: [{ errorCode: 404_201 }] });
  });
});

describe("query", () => {
  it("pages through 25 entries, each exactly once", async () => {
    const { client } = await startService();
    for (const from of [0, 10, 20]) await client.bulkEnrollments("create", entries(from === 20 ? 5 : 10, from));
    const pages: string[][] = [];
    let continuation: string | undefined;
    do {
      const page = await client.queryEnrollments({ pageSize: 10, continuation });
      pages.push(page.items.map((entry) => entry.registrationId));
      continuation = page.continuation;
    } while (continuation !== undefined);
    expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
    expect(new Set(pages.flat()).size).toBe(25);
  });

  it("knows no WHERE", async () => {
    const { client } = await startService();
    const query = "SELECT * FROM enrollments WHERE deviceId = 'x'";
    await expect(client.queryEnrollments({ query })).rejects.toMatchObject({ code: "dps.rejected" });
  });
});
