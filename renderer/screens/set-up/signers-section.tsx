import { Select } from "@mantine/core";
import { useEffect, useState } from "react";
import type { OwnSigner, Problem } from "../../../main/api/contract/index.ts";
import { formatCount, formatDay, formatDateTime } from "../../locales/format.ts";
import { engineer } from "../../locales/texts.ts";
import { useAuthorities, useSignerImport, useSigners } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { Listed } from "../parts/listed.tsx";
import { Refused } from "../parts/refused.tsx";
import { Section } from "../parts/section.tsx";
import { CertificateFingerprint, CertificateNames, CertificateValidity } from "./certificate-facts.tsx";
import { rootName } from "./root-words.ts";
import css from "./roots-section.module.css";
import form from "./settings-form.module.css";
import { TrustedCertificates } from "./trusted-certificates.tsx";

/** Who signs manifests here, and whose signatures are believed besides. */
export function SignersSection() {
  const words = engineer.signers;
  const load = useSigners((state) => state.load);
  useEffect(() => void load(), [load]);
  return (
    <div>
      <Section title={words.title} about={words.about}>
        <div className={form["groups"]}>
          <OwnSigners />
          <TrustedSigners />
        </div>
      </Section>
    </div>
  );
}

function OwnSigners() {
  const words = engineer.signers;
  const { own, load } = useSigners((state) => state);
  return (
    <section className={form["group"]} aria-label={words.own}>
      <h3 className={form["heading"]}>{words.own}</h3>
      <Listed load={load} listing={own} none={{ title: words.ownNone, next: words.ownNoneNext }}>
        {(items) => (
          <ul className={css["roots"]}>
            {items.map((signer) => (
              <OwnSignerCard key={signer.fingerprint} signer={signer} />
            ))}
          </ul>
        )}
      </Listed>
      <MakeSigner />
    </section>
  );
}

function OwnSignerCard({ signer }: { readonly signer: OwnSigner }) {
  const words = engineer.signers;
  const { inUse, pilot, notBefore, sealed, lastSealed } = signer;
  return (
    <li className={css["root"]} aria-label={rootName(signer)}>
      <div className={css["who"]}>
        <CertificateNames root={signer} />
        {pilot ? <span className={css["soft"]}>{engineer.authorities.pilot}</span> : null}
        <span>
          {lastSealed === null
            ? words.sealedNone
            : words.sealed(formatCount(sealed), lastSealed.lot, formatDateTime(Date.parse(lastSealed.at)))}
        </span>
      </div>
      <CertificateValidity root={signer} />
      <StateMark
        shape={inUse ? "pass" : "off"}
        word={inUse ? words.inUse(formatDay(Date.parse(notBefore))) : words.earlier}
      />
      <CertificateFingerprint root={signer} />
    </li>
  );
}

/** A new key takes the place of the one in use; what that one signed stays as good as it was. */
function MakeSigner() {
  const words = engineer.signers;
  const make = useSigners((state) => state.make);
  const { list, load } = useAuthorities((state) => state);
  const [authority, setAuthority] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => void load(), [load]);
  const names = list.items
    .filter(({ custody, chain }) => custody !== "elsewhere" && chain.length > 0)
    .map(({ name }) => name);
  const chosen = authority ?? names[0] ?? null;
  const run = async () => {
    if (chosen === null) return;
    setBusy(true);
    setProblem(await make(chosen));
    setBusy(false);
  };
  return (
    <div className={form["form"]}>
      <Select
        label={words.authority}
        description={words.authorityHint}
        inputWrapperOrder={["label", "input", "description", "error"]}
        data={names}
        value={chosen}
        onChange={setAuthority}
        allowDeselect={false}
        size="md"
      />
      <div className={form["send"]}>
        <Button disabled={busy || chosen === null} onClick={() => void run()}>
          {words.make}
        </Button>
        <Refused problem={problem} />
      </div>
    </div>
  );
}

function TrustedSigners() {
  const words = engineer.signers;
  const { trusted, load, remove } = useSigners((state) => state);
  const imports = useSignerImport((state) => state);
  return (
    <section className={form["group"]} aria-label={words.trusted}>
      <h3 className={form["heading"]}>{words.trusted}</h3>
      <p className={css["soft"]}>{words.trustedAbout}</p>
      <TrustedCertificates listing={trusted} imports={imports} words={words} load={load} remove={remove} />
    </section>
  );
}
