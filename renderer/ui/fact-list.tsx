import type { ReactNode } from "react";
import css from "./fact-list.module.css";

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

/** Names and what was observed. */
export const FactList = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl className={css["facts"]}>
    {facts.map((fact) => (
      <div key={fact.name} className={css["fact"]}>
        <dt className={css["name"]}>{fact.name}</dt>
        <dd className={css["value"]}>{fact.value}</dd>
      </div>
    ))}
  </dl>
);
