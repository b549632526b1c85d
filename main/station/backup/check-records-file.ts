export { checkRecords, isSound } from "../../records/backup/check-records.ts";
