import { describe, expect, it } from "vitest";
import type { Connection } from "../../../../../main/api/contract/index.ts";
import {
  emptyDraft,
  fieldsOf,
  kinds,
  wrongOf as wrongAuthority,
} from "../../../../../renderer/screens/set-up/authority-draft.ts";
import {
  connectionChange,
  draftOf,
  isRight,
  newConnection,
  wrongOf,
} from "../../../../../renderer/screens/set-up/connection-draft.ts";
import { wholeNumber } from "../../../../../renderer/screens/set-up/whole-number.ts";

const known: Connection = {
  name: "plant-dps",
  url: "https://plant.example",
  idScope: "0ne1",
  apiVersion: "2021-10-01",
  extraCertificates: 1,
  operationsPerMinute: 300,
  entra: null,
  lent: false,
};

describe("a connection as it is typed", () => {
  it("is not sent while something is missing", () => {
    const draft = draftOf(null);
    expect(isRight(wrongOf(draft, true))).toBe(false);
    const typed = { ...draft, name: "plant-dps", idScope: "0ne1", secret: "HostName=a" };
    expect(isRight(wrongOf(typed, true))).toBe(true);
    expect(wrongOf({ ...typed, url: "http://plain" }, true).url).not.toBeNull();
    expect(wrongOf({ ...typed, operations: "0" }, true).operations).not.toBeNull();
    expect(wrongOf({ ...typed, way: "device-code", secret: "" }, true)).toMatchObject({ secret: null });
    expect(isRight(wrongOf({ ...typed, way: "managed-identity" }, true))).toBe(false);
  });

  it("goes out with what its way of signing in takes, and no more", () => {
    const draft = { ...draftOf(null), name: " plant-dps ", idScope: "0ne1", secret: "hush", url: "https://a.example" };
    expect(newConnection(draft)).toEqual({
      name: "plant-dps",
      idScope: "0ne1",
      secret: "hush",
      url: "https://a.example",
      operationsPerMinute: 600,
    });
    const person = newConnection({ ...draft, way: "device-code", tenant: "plant.example", client: "c1" });
    expect(person).toMatchObject({ secret: "", entra: { kind: "device-code", tenant: "plant.example", client: "c1" } });
  });

  it("changes what was changed: a new connection string still leads to its own host", () => {
    const change = connectionChange({ ...draftOf(known), secret: "HostName=b" }, known);
    expect(change).toEqual({ name: "plant-dps", idScope: "0ne1", operationsPerMinute: 300, secret: "HostName=b" });
    const moved = connectionChange({ ...draftOf(known), url: "https://b.example" }, known);
    expect(moved).toMatchObject({ url: "https://b.example", secret: "" });
  });
});

it.each(kinds)("an authority come by by %s asks for all it needs", (kind) => {
  const wrong = Object.keys(wrongAuthority({ ...emptyDraft, kind, years: "" }));
  expect(wrong.toSorted()).toEqual(fieldsOf[kind].filter((field) => field !== "passphrase").toSorted());
});

it("whole numbers are whole and within bounds", () => {
  expect(["7", " 7 ", "0", "366", "1.5", "-1", ""].map((text) => wholeNumber(text, 1, 365))).toEqual([
    7,
    7,
    null,
    null,
    null,
    null,
    null,
  ]);
});
