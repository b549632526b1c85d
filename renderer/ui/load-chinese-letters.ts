let loading: Promise<unknown> | undefined;

/**
 * Noto Sans SC, whatever fonts the machine has: a panel with bare Linux would show boxes. The browser fetches only the pieces whose letters
 * are shown; without Chinese not even their list is loaded. Where it cannot be had, the machine's own letters stand in.
 */
export function loadChineseLetters(): Promise<unknown> {
  loading ??= Promise.all([
    import("@fontsource/noto-sans-sc/400.css"),
    import("@fontsource/noto-sans-sc/700.css"),
  ]).catch(() => (loading = undefined));
  return loading;
}
