import type { ComponentPropsWithRef } from "react";
import css from "./button.module.css";

export interface ButtonProps extends ComponentPropsWithRef<"button"> {
  /** primary: the one thing to do · plain: anything else · quiet: no edge · practice: only in practice mode ·
   * danger: takes away what does not come back by itself. */
  readonly look?: "primary" | "plain" | "quiet" | "practice" | "danger";
  /** line: for gloves. */
  readonly size?: "normal" | "line";
}

type Look = Pick<ButtonProps, "look" | "size">;

const classesOf = ({ look = "plain", size = "normal" }: Look, className = ""): string =>
  [css["button"], css[look], size === "line" ? css["line"] : "", className].join(" ");

export function Button({ look = "plain", size = "normal", className, type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={classesOf({ look, size }, className)} {...rest} />;
}

interface ButtonLinkProps extends ComponentPropsWithRef<"a">, Look {}

/** Leads to another screen, of the size of what is pressed. */
export const ButtonLink = ({ look = "plain", size = "normal", className, ...rest }: ButtonLinkProps) => (
  <a className={classesOf({ look, size }, className)} {...rest} />
);
