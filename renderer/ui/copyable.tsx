import { useEffect, useState } from "react";
import { Button } from "./button.tsx";
import { copyText } from "./copy-text.ts";
import css from "./copyable.module.css";

interface CopyableProps {
  readonly value: string;
  /** What goes to the clipboard when it is written otherwise than shown. */
  readonly copies?: string;
  /** Name of the button, like "Copy code". */
  readonly label: string;
  readonly copiedLabel: string;
  /** One line with an ellipsis; the whole value is in its title. */
  readonly short?: boolean;
}

/** A code or id to read, with a press that copies it. */
export function Copyable({ value, copies = value, label, copiedLabel, short = false }: CopyableProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <span className={css["copyable"]}>
      <code className={short ? css["short"] : css["value"]} title={short ? value : undefined}>
        {value}
      </code>
      <Button
        className={css["button"] ?? ""}
        aria-label={copied ? copiedLabel : label}
        title={copied ? copiedLabel : label}
        onClick={() => void copyText(copies).then(setCopied)}
      >
        <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
          {copied ? (
            <path fill="none" stroke="currentColor" strokeWidth="2.4" d="M3.5 10.5l4.3 4.3 8.7-9.6" />
          ) : (
            <path fill="none" stroke="currentColor" strokeWidth="1.6" d="M7 7h9.5v10.5H7zM13 7V2.5H3.5V13H7" />
          )}
        </svg>
      </Button>
    </span>
  );
}
