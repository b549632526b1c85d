import { type ReactNode, useEffect, useId, useRef } from "react";
import { Button } from "./button.tsx";
import css from "./slide-over.module.css";

interface SlideOverProps {
  readonly title: string;
  readonly closeLabel: string;
  /** The edge it comes from: the one away from what it is about. */
  readonly from: "left" | "right";
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Detail beside the work, which goes on under the eyes: not modal, Escape closes it, focus returns to where it was. */
export function SlideOver({ title, closeLabel, from, onClose, children }: SlideOverProps) {
  const heading = useId();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) onClose();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [onClose]);
  return (
    <section
      ref={panel}
      className={css["panel"]}
      data-from={from}
      role="dialog"
      aria-labelledby={heading}
      tabIndex={-1}
    >
      <header className={css["header"]}>
        <h2 id={heading} className={css["title"]}>
          {title}
        </h2>
        <Button size="line" onClick={onClose}>
          {closeLabel}
        </Button>
      </header>
      <div className={css["content"]}>{children}</div>
    </section>
  );
}
