import { existsSync } from "node:fs";
import { codedDatabaseError } from "./database/coded-database-error.ts";
import { openToRead } from "./backup/check-records.ts";

/** Whether any unit has ever passed by these records; false where there are none. Reads only. Throws `records.*`. */
export function hasPassed(file: string): boolean {
  if (!existsSync(file)) return false;
  const connection = openToRead(file);
  try {
    return connection.prepare("select 1 from runs where outcome = 'pass' limit 1").get() !== undefined;
  } catch (error) {
    throw codedDatabaseError(error);
  } finally {
    connection.close();
  }
}
