import type { ComponentPropsWithRef } from "react";
import css from "./button.module.css";

export interface ButtonProps extends ComponentPropsWithRef<"button"> {
  /** primary: the one thing to do · plain: anything else · quiet: no edge · practice: only in practice mode ·
   * danger: takes away what does not come back by itself. */
  readonly look?: "primary" | "plain" | "quiet" | "practice" | "danger";
  /** line: for gloves. */
  readonly size?: "normal" | "line";
}

export function Button({ look = "plain", size = "normal", className, type = "button", ...rest }: ButtonProps) {
  const names = [css["button"], css[look], size === "line" ? css["line"] : "", className ?? ""];
  return <button type={type} className={names.join(" ")} {...rest} />;
}
