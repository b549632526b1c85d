import { useEffect, useState } from "react";
import type { UnitDetail } from "../../../main/api/contract/index.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { useUnit, useUnitChanges, useUnitMoves, useVerifications, useVerify } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ActsBar } from "./acts-bar.tsx";
import { CertificatesColumn } from "./certificates-column.tsx";
import { ChecksSection } from "./checks-section.tsx";
import { FindBar } from "./find-bar.tsx";
import { History } from "./history.tsx";
import { IdentityColumn } from "./identity-column.tsx";
import type { Act } from "./unit-acts.ts";
import css from "./unit-page.module.css";
import { VerdictHeader } from "./verdict-header.tsx";

export function UnitPage({ serialNumber }: { readonly serialNumber: string }) {
  const { unit, status, problem, open, close } = useUnit((state) => state);
  useEffect(() => {
    void open(serialNumber);
    return close;
  }, [serialNumber, open, close]);
  useUnitWork(serialNumber, unit?.registrationId ?? null);
  return (
    <div className={css["room"]}>
      <FindBar>
        <a className={css["back"]} href={hrefTo({ screen: "verify" })}>
          ‹ {texts.unit.back}
        </a>
      </FindBar>
      {unit !== null ? (
        <Unit unit={unit} />
      ) : status === "failed" && problem !== null ? (
        <EmptyState heading shape="fail" title={sentenceOf(problem)} next={problem.code}>
          <Button onClick={() => void open(serialNumber)}>{texts.frame.tryAgain}</Button>
        </EmptyState>
      ) : (
        <EmptyState heading shape="running" title={texts.unit.loading} />
      )}
    </div>
  );
}

/** What is said of the unit besides itself is read while its page is open. */
function useUnitWork(serialNumber: string, registrationId: string | null): void {
  const verifications = useVerifications((state) => state.load);
  const restVerifications = useVerifications((state) => state.rest);
  const moves = useUnitMoves((state) => state.load);
  const restMoves = useUnitMoves((state) => state.rest);
  const changes = useUnitChanges((state) => state.load);
  const restChanges = useUnitChanges((state) => state.rest);
  useEffect(() => {
    void verifications(serialNumber);
    void moves(serialNumber);
    return () => {
      restVerifications();
      restMoves();
    };
  }, [serialNumber, verifications, moves, restVerifications, restMoves]);
  const forget = useVerify((state) => state.forget);
  useEffect(() => forget, [forget]);
  useEffect(() => {
    if (registrationId !== null) void changes(registrationId);
    return restChanges;
  }, [registrationId, changes, restChanges]);
}

function Unit({ unit }: { readonly unit: UnitDetail }) {
  const [asked, setAsked] = useState<Act | null>(null);
  return (
    <div className={css["page"]}>
      <VerdictHeader unit={unit} />
      <div className={css["columns"]}>
        <IdentityColumn unit={unit} onAsk={setAsked} />
        <div className={css["middle"]}>
          <ChecksSection unit={unit} />
          <CertificatesColumn unit={unit} />
        </div>
        <div className={css["right"]}>
          <History unit={unit} />
        </div>
      </div>
      <ActsBar unit={unit} asked={asked} onAsk={setAsked} />
    </div>
  );
}
