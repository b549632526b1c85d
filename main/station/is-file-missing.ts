/** True for the system's "no such file or directory". */
export const isFileMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";
