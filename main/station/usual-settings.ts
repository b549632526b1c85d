/** Where `station.yaml` says nothing. */
export const usualSettings = {
  lockAfterMinutes: 10,
  lowDiskMegabytes: 500,
  backupEveryDays: 7,
  backupsKept: 14,
} as const;
