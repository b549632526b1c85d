import { Select } from "@mantine/core";
import { texts } from "../../locales/texts.ts";
import { useService } from "../../stores/stores-context.tsx";

interface ServiceChoiceProps {
  readonly value: string;
  readonly disabled: boolean;
  readonly onChoose: (name: string) => void;
}

/** Which service; nothing to choose while there is one. */
export function ServiceChoice({ value, disabled, onChoose }: ServiceChoiceProps) {
  const services = useService((state) => state.services.items);
  if (services.length < 2) return null;
  return (
    <Select
      label={texts.service.choose}
      data={services.map(({ name }) => name)}
      value={value}
      onChange={(name) => name !== null && onChoose(name)}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      allowDeselect={false}
      disabled={disabled}
      size="md"
    />
  );
}
