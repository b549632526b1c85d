import type { ReactNode } from "react";
import { formatCount } from "../../locales/format.ts";
import css from "./rail.module.css";

export interface RailLink {
  readonly href: string;
  readonly name: string;
  /** How many there are; null where nothing is counted or it is not known. */
  readonly count: number | null;
  readonly current: boolean;
}

interface RailProps {
  readonly title: string;
  readonly label: string;
  readonly links: readonly RailLink[];
  readonly children: ReactNode;
}

/** A screen of several sections: their names at the left, one of them beside. */
export const Rail = ({ title, label, links, children }: RailProps) => (
  <div className={css["screen"]}>
    <div className={css["rail"]}>
      <h1 className={css["title"]}>{title}</h1>
      <nav className={css["sections"]} aria-label={label}>
        {links.map(({ href, name, count, current }) => (
          <a key={href} className={css["section"]} href={href} aria-current={current ? "page" : undefined}>
            <span>{name}</span>
            <span className={css["count"]}>{count === null ? "" : formatCount(count)}</span>
          </a>
        ))}
      </nav>
    </div>
    <div className={css["content"]} key={links.find(({ current }) => current)?.href}>
      {children}
    </div>
  </div>
);
