import { errorCatalogue } from "../../base/errors/error-catalogue.ts";

/** What keeps a backup from being made or put back. */
export const backupErrors = errorCatalogue("backup", {
  exists: { sentence: "Folder is there already. Choose another name.", retry: "after-fix" },
  notABackup: { sentence: "This folder is not a backup. Choose another.", retry: "after-fix" },
  changed: { sentence: "Backup is damaged. Use another backup.", retry: "after-fix" },
  notWritten: { sentence: "Backup was not written. Check the disk.", retry: "after-fix" },
  placeFull: { sentence: "Backup disk is full. Tell the process engineer.", retry: "after-fix" },
  placeGone: { sentence: "Backup folder is gone. Tell the process engineer.", retry: "after-fix" },
  placeClosed: { sentence: "Backup folder cannot be written. Tell the process engineer.", retry: "after-fix" },
  tooSlow: { sentence: "Backup takes too long. Tell the process engineer.", retry: "after-fix" },
  unsound: { sentence: "Backup came out damaged. Tell the process engineer.", retry: "after-fix" },
});
