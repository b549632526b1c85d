import { describe, expect, it } from "vitest";
import { describeRefusal } from "../../../../main/dps/http/refusal.ts";

const now = new Date("2026-11-22T10:00:00Z");
const refusal = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  describeRefusal({ status, headers, body: typeof body === "string" ? body : JSON.stringify(body) }, "PUT /x", now);

describe("describeRefusal", () => {
  it.each([
    [400, 400_004, "dps.rejected"],
    [401, 401_002, "dps.unauthorized"],
    [403, undefined, "dps.unauthorized"],
    [404, 404_201, "dps.not-found"],
    [405, undefined, "dps.rejected"],
    [408, undefined, "dps.timeout"],
    [409, 409_201, "dps.exists"],
    [409, 409_203, "dps.conflict"],
    [412, undefined, "dps.etag"],
    [415, undefined, "dps.rejected"],
    [429, 429_001, "dps.throttled"],
    [500, undefined, "dps.server"],
    [503, undefined, "dps.server"],
    [302, undefined, "dps.malformed"],
  ])("HTTP %i with code %j is %s", (status, errorCode, code) => {
    expect(refusal(status, { errorCode }).code).toBe(code);
  });

  it("keeps the service's own words, as data and in the detail", () => {
    const error = refusal(409, { errorCode: 409_201, message: "Enrollment already exists", trackingId: "t-1" });
    expect(error).toMatchObject({
      httpStatus: 409,
      errorCode: 409_201,
      trackingId: "t-1",
      serviceMessage: "Enrollment already exists",
    });
    expect(error.detail).toBe('PUT /x: HTTP 409, errorCode 409201, "Enrollment already exists", trackingId t-1');
  });

  it("reads Retry-After", () => {
    expect(refusal(429, {}, { "retry-after": "3" }).retryAfterMs).toBe(3000);
  });

  it("says when the clocks differ, and only then", () => {
    expect(refusal(401, {}, { date: "Sun, 22 Nov 2026 09:00:00 GMT" }).detail).toContain(
      "the station's clock is 60 min ahead of the service's",
    );
    expect(refusal(401, {}, { date: "Sun, 22 Nov 2026 12:00:00 GMT" }).detail).toContain("120 min behind");
    expect(refusal(401, {}, { date: "Sun, 22 Nov 2026 10:00:30 GMT" }).detail).toBe("PUT /x: HTTP 401");
  });

  it.each([
    "<html>captive portal</html>",
    "",
    "null",
    "[]",
    '{"errorCode":"x","message":7}',
  ])("takes a body that is not the service's: %j", (body) => {
    expect(refusal(502, body)).toMatchObject({ code: "dps.server", errorCode: undefined, trackingId: undefined });
  });

  it("cuts a long message", () => {
    expect(refusal(400, { message: "x".repeat(9000) }).detail.length).toBeLessThan(600);
  });
});
