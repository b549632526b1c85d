import { errorCatalogue } from "../../base/errors/error-catalogue.ts";

/** What keeps a backup from being made or put back. */
export const backupErrors = errorCatalogue("backup", {
  exists: { sentence: "Folder is there already. Choose another name.", retry: "after-fix" },
  notABackup: { sentence: "This folder is not a backup. Choose another.", retry: "after-fix" },
  changed: { sentence: "Backup is damaged. Use another backup.", retry: "after-fix" },
  notWritten: { sentence: "Backup was not written. Check the disk.", retry: "after-fix" },
});
