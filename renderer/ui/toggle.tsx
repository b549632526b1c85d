import { Switch } from "@mantine/core";
import css from "./toggle.module.css";

interface ToggleProps {
  readonly label: string;
  readonly description?: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** On or off, with its words beside it. */
export const Toggle = ({ label, description, checked, disabled = false, onChange }: ToggleProps) => (
  <Switch
    label={label}
    description={description}
    checked={checked}
    disabled={disabled}
    onChange={(event) => onChange(event.currentTarget.checked)}
    classNames={{
      root: css["toggle"] ?? "",
      body: css["body"] ?? "",
      label: css["label"] ?? "",
      description: css["description"] ?? "",
      track: css["track"] ?? "",
      thumb: css["thumb"] ?? "",
    }}
    withThumbIndicator={false}
    size="md"
  />
);
