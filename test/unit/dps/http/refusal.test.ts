import { describe, expect, it } from "vitest";
import { describeBulkItem, describeRefusal } from "../../../../main/dps/http/refusal.ts";

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

  it("reads a date in Retry-After by the clock of who gave it", () => {
    const headers = { date: "Sun, 22 Nov 2026 12:00:00 GMT", "retry-after": "Sun, 22 Nov 2026 12:00:20 GMT" };
    expect(refusal(503, {}, headers).retryAfterMs).toBe(20_000);
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

  it("finds code and tracking id in the headers when the body is somebody else's, and says whose", () => {
    const headers = {
      "content-type": "text/html; charset=utf-8",
      "x-ms-error-code": "503001",
      "x-ms-request-id": "t-2",
    };
    const page = "<html><head><title>Gateway\n busy</title><style>b{}</style></head><body>Try later</body></html>";
    expect(refusal(503, page, headers)).toMatchObject({ code: "dps.server", errorCode: 503_001, trackingId: "t-2" });
    expect(refusal(503, page, headers).detail).toBe(
      'PUT /x: HTTP 503, errorCode 503001, not the service\'s words: text/html "Gateway busy", trackingId t-2',
    );
  });

  it("says where a redirect leads, without what its address holds", () => {
    const headers = { location: "https://login.example.test/portal?token=secret" };
    expect(refusal(302, "", headers).detail).toBe("PUT /x: HTTP 302, redirected to login.example.test");
  });

  it("does not repeat a token that a gateway shows", () => {
    const page = "<p>Refused: Authorization: SharedAccessSignature sr=x&amp;sig=abc%3D&se=1</p>";
    expect(refusal(403, page).detail).not.toContain("abc");
    expect(refusal(403, "Authorization: Bearer eyJabc").detail).not.toContain("eyJabc");
  });

  it("cuts a long message", () => {
    expect(refusal(400, { message: "x".repeat(9000) }).detail.length).toBeLessThan(600);
  });
});

describe("describeBulkItem", () => {
  it("is the error of the single call, with the whole call's tracking id", () => {
    const error = describeBulkItem(409_201, "Enrollment already exists", "t-3");
    expect(error).toMatchObject({ code: "dps.exists", errorCode: 409_201, httpStatus: 409, trackingId: "t-3" });
    expect(error?.detail).toBe('bulk item: errorCode 409201, "Enrollment already exists", trackingId t-3');
  });

  it("is none for an item that says it succeeded", () => {
    expect(describeBulkItem(200, "Succeeded")).toBeUndefined();
  });
});
