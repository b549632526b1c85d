import type { TrustedRootView } from "../../../main/api/contract/index.ts";
import { formatDay } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { Copyable } from "../../ui/copyable.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { useNow } from "../../ui/use-now.ts";
import { lastDay } from "../parts/last-day.ts";
import { inGroups, rootName, validityAt } from "./root-words.ts";
import css from "./roots-section.module.css";

type About = { readonly root: TrustedRootView };

/** Whose certificate it is, and who says so. */
export function CertificateNames({ root: { subject, issuer } }: About) {
  const words = texts.setUp.roots;
  const name = rootName({ subject });
  return (
    <>
      <strong className={css["name"]}>{name}</strong>
      {subject === name ? null : <span className={css["soft"]}>{subject}</span>}
      <span className={css["soft"]}>{subject === issuer ? words.self : words.issuedBy(issuer)}</span>
    </>
  );
}

/** Its time as a bar, and where in it we are. */
export function CertificateValidity({ root }: About) {
  const words = texts.setUp.roots;
  const { dating, shape, over } = validityAt(useNow(60_000), root);
  const range = words.validity(formatDay(Date.parse(root.notBefore)), lastDay(Date.parse(root.notAfter)));
  return (
    <div className={css["validity"]}>
      <StateMark shape={shape} word={words[dating]} />
      <div className={css["time"]} aria-hidden="true" data-dating={dating}>
        <div className={css["over"]} style={{ transform: `scaleX(${over})` }} />
      </div>
      <span className={css["soft"]}>{range}</span>
    </div>
  );
}

/** In groups that two people can read to each other. */
export function CertificateFingerprint({ root: { fingerprint } }: About) {
  const words = texts.setUp.roots;
  return (
    <div className={css["fingerprint"]}>
      <span className={css["soft"]}>{words.fingerprint}</span>
      <Copyable
        value={inGroups(fingerprint)}
        copies={fingerprint}
        label={texts.frame.copy(words.fingerprint)}
        copiedLabel={texts.frame.copied}
      />
    </div>
  );
}
