import { describe, expect, it } from "vitest";
import type { HttpAnswer } from "../../../../main/dps/http/request.ts";
import { awaitAssignment } from "../../../../main/practice/field-client/await-assignment.ts";

const never = new AbortController().signal;
const answer = (status: number, body: object, retryAfter = "0"): HttpAnswer => ({
  status,
  headers: { "retry-after": retryAfter },
  body: JSON.stringify(body),
});
const assigning = { operationId: "5.1.2", status: "assigning" };
const assigned = { ...assigning, status: "assigned", registrationState: { assignedHub: "h", deviceId: "d" } };
const noPoll = (): Promise<HttpAnswer> => Promise.reject(new Error("no poll was due"));

describe("awaitAssignment", () => {
  it("polls the operation until it is decided", async () => {
    const polled: string[] = [];
    const answers = [answer(202, assigning), answer(200, assigning), answer(200, assigned)];
    const poll = (id: string): Promise<HttpAnswer> => {
      polled.push(id);
      const next = answers.shift();
      return next === undefined ? noPoll() : Promise.resolve(next);
    };
    expect(await awaitAssignment(answer(202, assigning), poll, never)).toMatchObject({
      assignedHub: "h",
      deviceId: "d",
    });
    expect(polled).toEqual(["5.1.2", "5.1.2", "5.1.2"]);
  });

  it.each([
    [answer(401, { errorCode: 401_002, message: "Unauthorized" }), "field.refused"],
    [answer(200, { ...assigned, status: "failed", registrationState: { errorCode: 400_208 } }), "field.failed"],
    [answer(200, { ...assigned, status: "disabled" }), "field.failed"],
    [answer(200, { ...assigned, registrationState: { deviceId: "d" } }), "field.malformed"],
    [answer(200, {}), "field.malformed"],
    [{ status: 200, headers: {}, body: "<html>" }, "field.malformed"],
  ])("tells failures apart (%#)", async (given, code) => {
    await expect(awaitAssignment(given, noPoll, never)).rejects.toMatchObject({ code });
  });

  it("stops waiting when aborted", async () => {
    const waiting = awaitAssignment(answer(202, assigning, "600"), noPoll, AbortSignal.timeout(20));
    await expect(waiting).rejects.toMatchObject({ code: "station.cancelled" });
  });
});
