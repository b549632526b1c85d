/** What a row says is not what the audit trail tells of it. */
export interface RowFault {
  readonly kind: "identity" | "certificate" | "device-id" | "unit-state" | "unit" | "lot" | "seal" | "operator";
  /** Serial number, lot or name. */
  readonly subject: string;
  readonly detail: string;
}
