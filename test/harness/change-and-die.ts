import { systemClock } from "../../main/base/clock.ts";
import { silentLog } from "../../main/base/log.ts";
import { parseConnectionString } from "../../main/dps/connection-string.ts";
import { DpsClient } from "../../main/dps/dps-client.ts";
import type { ChangeableService } from "../../main/enrollment/enrollment-service.ts";
import { EnrollmentQueue } from "../../main/enrollment/enrollment-queue.ts";
import { openDatabase } from "../../main/records/database/open-database.ts";
import { enrollmentChangeRow } from "../../main/records/database/rows/enrollment-rows.ts";
import { recordsOver } from "../../main/records/records.ts";

/**
 * A change of an enrollment in a process that kills itself (SIGKILL: no handler runs, nothing is flushed) once it is intended, read,
 * or carried out at the service but not recorded. Arguments: database, URL, connection string, CA (PEM), registration id, act, moment;
 * without a moment it carries out what waits.
 */
const [file = "", url = "", connectionString = "", ca = "", registrationId = "", act = "", moment = ""] =
  process.argv.slice(2);
const dieAt = (reached: string): void => {
  if (moment === reached) process.kill(process.pid, "SIGKILL");
};
const records = recordsOver(await openDatabase({ file, practice: false }));
const client = new DpsClient({ ...parseConnectionString(connectionString), url, ca: [ca] });
const service: ChangeableService = {
  getEnrollment: async (id, options) => {
    const found = await client.getEnrollment(id, options);
    dieAt("read");
    return found;
  },
  putEnrollment: async (entry, options) => {
    const answer = await client.putEnrollment(entry, options);
    dieAt("carried-out");
    return answer;
  },
  deleteEnrollment: async (id, options) => {
    await client.deleteEnrollment(id, options);
    dieAt("carried-out");
  },
  getAttestationMechanism: (id, options) => client.getAttestationMechanism(id, options),
  getRegistrationState: (id, options) => client.getRegistrationState(id, options),
};
const queue = new EnrollmentQueue({
  store: records.enrollments,
  changes: records.enrollmentChanges,
  serviceFor: () => service,
  clock: systemClock,
  log: silentLog,
  onChanged: () => undefined,
  onStatus: () => undefined,
});
if (moment !== "") {
  const wanted = { registrationId, act: enrollmentChangeRow.shape.act.parse(act), reason: "test", author: "QA" };
  await records.enrollmentChanges.intend(wanted);
  dieAt("intended");
}
await queue.flushChanges();
await queue.stop();
client.close();
await records.close();
