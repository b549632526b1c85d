import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { first } from "../../../main/records/migrations/0001-first.ts";
import { enrollmentChanges } from "../../../main/records/migrations/0005-enrollment-changes.ts";

it("counts what was there before counts were kept, and goes on from there", () => {
  const database = new Database(":memory:");
  for (const statement of first) database.exec(statement);
  const insert = database.prepare(`insert into enrollments
    (registrationId, registrationKey, unit, service, deviceId, entry, state, attempts, nextAttemptAt, registrationChecks, createdAt, updatedAt)
    values (@id, @id, @unit, @service, @id, '{}', @state, 0, '', 0, '', '')`);
  database.pragma("foreign_keys = off");
  const states = ["queued", "queued", "enrolled", "conflict", "rejected"];
  const add = (unit: number, service: string): unknown =>
    insert.run({ id: `u${unit}`, unit, service, state: states[unit % states.length] });
  for (let unit = 0; unit < 20; unit += 1) add(unit, unit < 10 ? "a" : "b");
  for (const statement of enrollmentChanges) database.exec(statement);
  for (let unit = 20; unit < 30; unit += 1) add(unit, "a");
  database.exec("update enrollments set state = 'enrolled' where state = 'queued' and service = 'a'");
  database.exec("update enrollments set service = 'b' where registrationId = 'u4'");
  database.exec("update enrollments set deletedAt = 'x' where registrationId = 'u2'");
  database.exec("update enrollments set attempts = 9");
  const kept = database
    .prepare("select service, state, count from enrollmentCounts where count > 0 order by 1, 2")
    .all();
  const made = database
    .prepare(`select service, iif(deletedAt is null, state, 'deleted') as state, count(*) as count
      from enrollments group by 1, 2 order by 1, 2`)
    .all();
  expect(kept).toEqual(made);
  const plan = (query: string): string => JSON.stringify(database.prepare(`explain query plan ${query}`).all());
  expect(
    plan(
      "select id from enrollments where state = 'queued' and service = 'a' and nextAttemptAt <= 'x' order by nextAttemptAt, id limit 9",
    ),
  ).toMatch(/SEARCH .*enrollmentsQueued/);
  expect(
    plan(
      "select id from enrollments where service = 'a' and nextRegistrationCheckAt <= 'x' order by nextRegistrationCheckAt limit 9",
    ),
  ).toMatch(/SEARCH .*enrollmentsToCheck/);
  database.close();
});
