import type { OperatorFigures } from "../../../main/api/contract/index.ts";
import { formatCount, formatShare } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { useInsights } from "../../stores/stores-context.tsx";
import { BarList } from "../../ui/bar-list.tsx";
import { Picture } from "./picture.tsx";

/** Who built how many, and how many of them failed: for who leads them. */
export function PeoplePicture({ operators }: { readonly operators: readonly OperatorFigures[] }) {
  const openOperator = useInsights((state) => state.openOperator);
  const { insights } = texts;
  const people = operators.map(({ operator, passed, failed }) => ({
    operator,
    name: operator ?? insights.people.nobody,
    rate: failed / Math.max(1, passed + failed),
    passed: formatCount(passed),
    failed: formatCount(failed),
  }));
  const worst = Math.max(0.01, ...people.map(({ rate }) => rate));
  const rows = people.map(({ operator, name, rate, passed, failed }) => {
    const said = insights.people.bar(name, passed, failed);
    return {
      key: operator ?? "",
      title: name,
      about: "",
      value: rate / worst,
      figure: `${insights.columns.failed} ${formatShare(rate)} · ${insights.columns.passed} ${passed}`,
      said,
      onPress: () => void openOperator(said, operator),
    };
  });
  return (
    <Picture
      title={insights.people.title}
      about={insights.people.about}
      columns={[insights.columns.operator, insights.columns.passed, insights.columns.failed]}
      rows={people.map(({ name, passed, failed }) => [name, passed, failed])}
    >
      <BarList label={insights.people.title} rows={rows} />
    </Picture>
  );
}
