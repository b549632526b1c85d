import { errorCatalogue } from "../../base/errors/error-catalogue.ts";

/** What concerns the whole station before a unit fails by it. */
export const troubleErrors = errorCatalogue("trouble", {
  diskLow: { sentence: "Disk is nearly full. Call the process engineer.", retry: "after-fix" },
  clockBehind: { sentence: "Clock is wrong. Call the process engineer.", retry: "after-fix" },
  authorityEnded: { sentence: "Authority has ended. Call the process engineer.", retry: "after-fix" },
  authorityEndsSoon: { sentence: "Authority ends soon. Tell the process engineer.", retry: "after-fix" },
  authorityLocked: { sentence: "Authority waits for its PIN. Call the shift lead.", retry: "after-fix" },
  keysOpen: { sentence: "Others can read key files. Call the process engineer.", retry: "after-fix" },
  backupOverdue: { sentence: "Backup is overdue. Tell the shift lead.", retry: "after-fix" },
});
