import { useEffect } from "react";
import { formatDateTime } from "../../locales/format.ts";
import { engineer, texts } from "../../locales/texts.ts";
import { useAuthorities } from "../../stores/stores-context.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { Listed } from "../parts/listed.tsx";
import { Section } from "../parts/section.tsx";
import { TableHead } from "../parts/table-head.tsx";
import table from "../parts/table.module.css";
import { AuthorityCard } from "./authority-card.tsx";
import { AuthorityForm } from "./authority-form.tsx";
import css from "./settings-form.module.css";

/** Who signs the devices' certificates: seen, opened for a shift, made and taken over. */
export function AuthoritiesSection() {
  const words = engineer.authorities;
  const { list, load, loadLeftOpen } = useAuthorities((state) => state);
  useEffect(() => {
    void load();
    void loadLeftOpen();
  }, [load, loadLeftOpen]);
  return (
    <div>
      <Section title={words.title} about={words.about}>
        <Listed load={load} listing={list} none={{ title: words.none, next: words.noneNext }}>
          {(items) => (
            <ul className={css["cards"]}>
              {items.map((authority) => (
                <AuthorityCard key={authority.name} authority={authority} />
              ))}
            </ul>
          )}
        </Listed>
        <section className={css["group"]} aria-label={words.add}>
          <h3 className={css["heading"]}>{words.add}</h3>
          <AuthorityForm />
        </section>
        <LeftOpen />
      </Section>
    </div>
  );
}

/** Serial numbers written down before signing, of which nothing more is known. */
function LeftOpen() {
  const words = engineer.authorities;
  const listing = useAuthorities((state) => state.leftOpen);
  const load = useAuthorities((state) => state.loadLeftOpen);
  return (
    <section className={css["group"]} aria-label={words.leftOpen}>
      <h3 className={css["heading"]}>{words.leftOpen}</h3>
      <p className={css["soft"]}>{words.leftOpenAbout}</p>
      <Listed
        load={load}
        listing={listing}
        none={{ title: words.leftOpenNone, next: words.leftOpenNoneNext, shape: "pass" }}
      >
        {(items) => (
          <table className={table["table"]}>
            <TableHead
              names={[words.columns.authority, words.columns.serialNumber, words.columns.at, words.columns.whose]}
            />
            <tbody>
              {items.map(({ authority, serialNumber, at, profile, unit }) => (
                <tr key={`${authority} ${serialNumber}`}>
                  <th scope="row">{authority}</th>
                  <td>
                    <Copyable
                      value={serialNumber}
                      label={texts.frame.copy(words.serialNumber)}
                      copiedLabel={texts.frame.copied}
                    />
                  </td>
                  <td>{formatDateTime(Date.parse(at))}</td>
                  <td>{unit ?? profile}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Listed>
    </section>
  );
}
