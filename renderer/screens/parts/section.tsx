import type { ReactNode } from "react";
import css from "./section.module.css";

interface SectionProps {
  readonly title: string;
  readonly about: string;
  readonly children: ReactNode;
}

/** One part of a screen that has several. */
export const Section = ({ title, about, children }: SectionProps) => (
  <section className={css["section"]}>
    <header className={css["header"]}>
      <h2 className={css["title"]}>{title}</h2>
      <p className={css["about"]}>{about}</p>
    </header>
    {children}
  </section>
);
