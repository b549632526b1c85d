import { readFileSync } from "node:fs";
import { silentLog } from "../../main/base/log.ts";
import { readCertificates } from "../../main/station/operations/read-certificates.ts";
import { takeCertificates } from "../../main/station/operations/take-certificates.ts";
import { openWorkshop } from "../../main/station/workshop.ts";

/** Takes the certificates of a file in a process that kills itself (SIGKILL) once so many of them are on record. Arguments: data folder, file, count. */
const [data = "", file = "", most = ""] = process.argv.slice(2);
const workshop = await openWorkshop({ root: data, practice: false, log: silentLog });
const { certificateRequests } = workshop.records;
const fulfil = certificateRequests.fulfil.bind(certificateRequests);
let taken = 0;
certificateRequests.fulfil = async (...given) => {
  const isNew = await fulfil(...given);
  taken += 1;
  if (taken >= Number(most)) process.kill(process.pid, "SIGKILL");
  return isNew;
};
await takeCertificates(workshop, readCertificates(readFileSync(file)));
await workshop.close();
