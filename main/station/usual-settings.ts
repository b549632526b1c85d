/** Where `station.yaml` says nothing. */
export const usualSettings = {
  lockAfterMinutes: 10,
  lowDiskMegabytes: 500,
  backupEveryDays: 7,
  /** Of those made by the clock. */
  backupsKept: 14,
} as const;
