import { say } from "./say.ts";

interface MessageBoxOptions {
  readonly message: string;
  readonly detail?: string;
  readonly cancelId?: number;
}

/** A dialog is said on standard error and answered with its cancel button. */
export const dialog = {
  showMessageBox(
    _window: unknown,
    options: MessageBoxOptions,
  ): Promise<{ readonly response: number; readonly checkboxChecked: boolean }> {
    say("dialog", { message: options.message, detail: options.detail });
    return Promise.resolve({ response: options.cancelId ?? 0, checkboxChecked: false });
  },
};

/** There is no menu bar in a headless window. */
export const Menu = {
  buildFromTemplate: (template: readonly object[]): readonly object[] => template,
  setApplicationMenu: (_menu: unknown): void => undefined,
};
