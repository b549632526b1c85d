/** What is wrong with a sealed manifest. */
export interface Finding {
  readonly kind:
    | "header"
    | "index"
    | "seal"
    | "signature"
    | "chain"
    | "count"
    | "root"
    | "changed"
    | "missing"
    | "extra"
    | "moved"
    | "line";
  /** 1-based line of the file, null for what is not there. */
  readonly line: number | null;
  /** 1-based number of the entry in the lot, null for what has none. */
  readonly number: number | null;
  readonly serialNumber: string | null;
  readonly detail: string;
}

const words = { line: null, number: null, serialNumber: null } as const;

export const finding = (
  kind: Finding["kind"],
  detail: string,
  where: Partial<Pick<Finding, "line" | "number" | "serialNumber">> = {},
): Finding => ({ kind, ...words, ...where, detail });
