export type { EndorsementKeyExamination } from "../../tpm/endorsement-key/doctor/examination.ts";
export { examineEndorsementKey } from "../../tpm/endorsement-key/doctor/examine-endorsement-key.ts";
