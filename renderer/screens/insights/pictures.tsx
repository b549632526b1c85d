import type { Insights } from "../../../main/api/contract/index.ts";
import { useInsights } from "../../stores/stores-context.tsx";
import { FailuresPicture } from "./failures-picture.tsx";
import css from "./insights-screen.module.css";
import { PacePicture } from "./pace-picture.tsx";
import { PeoplePicture } from "./people-picture.tsx";
import { StepsPicture } from "./steps-picture.tsx";
import { YieldPicture } from "./yield-picture.tsx";

export function Pictures({ figures }: { readonly figures: Insights }) {
  const operators = useInsights((state) => state.operators);
  return (
    <div className={css["pictures"]}>
      <PacePicture figures={figures} />
      <YieldPicture figures={figures} />
      <StepsPicture figures={figures} />
      <FailuresPicture figures={figures} />
      {operators === null || operators.length === 0 ? null : <PeoplePicture operators={operators} />}
    </div>
  );
}
