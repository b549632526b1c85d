import { errorCatalogue } from "../base/errors/error-catalogue.ts";

/** What the queue itself finds wrong with an entry or with the way it is set up. */
export const enrollmentErrors = errorCatalogue("enrollment", {
  conflict: { sentence: "Unit is enrolled differently. Give it to QA.", retry: "after-fix" },
  noService: { sentence: "No service set up. Call the process engineer.", retry: "after-fix" },
  malformedEntry: { sentence: "Records are damaged. Call the process engineer.", retry: "after-fix" },
  changing: { sentence: "Entry is being changed. Wait, it goes on by itself.", retry: "same-unit" },
  timedOut: { sentence: "Service did not answer. Check the network.", retry: "same-unit" },
  unknownEntry: { sentence: "Unit is not enrolled here. Provision it first.", retry: "after-fix" },
  gone: { sentence: "Entry is not at the service. Give the unit to QA.", retry: "after-fix" },
  notPossible: { sentence: "Not possible as it is now. Read again, then decide.", retry: "after-fix" },
  disabled: { sentence: "Unit is disabled at the service. Give it to QA.", retry: "after-fix" },
  deleted: { sentence: "Unit was deleted at the service. Give it to QA.", retry: "after-fix" },
  givenUp: { sentence: "Unit is not to be enrolled. Put it in rework.", retry: "after-fix" },
  renamed: { sentence: "Unit gets another name. Plug it in again.", retry: "same-unit" },
  registrationId: { sentence: "Name does not fit. Take letters, digits and dashes.", retry: "after-fix" },
  registrationIdTaken: { sentence: "Name is taken. Choose another one.", retry: "after-fix" },
  reconciling: { sentence: "A comparison is running. Wait, or stop it first.", retry: "after-fix" },
  groupMissing: { sentence: "Group is not at the service. Stop, call the engineer.", retry: "after-fix" },
  groupDisabled: { sentence: "Group is switched off. Stop, call the engineer.", retry: "after-fix" },
  groupChanged: { sentence: "Group at the service is wrong. Stop, call the engineer.", retry: "after-fix" },
  groupNotChecked: { sentence: "Group was not checked this shift. Check the network.", retry: "same-unit" },
});
