import { Select } from '@/components/ui/select';
import { EXPIRY_CHOICES } from './expiry-choices';

const NEVER = 'never';
const KEEP = 'keep';

interface ExpirySelectProps {
  readonly id: string;
  /** Days from now, null for never, undefined to leave it as it is. */
  readonly days: number | null | undefined;
  readonly onChoose: (days: number | null | undefined) => void;
  /** What it is now, to be left so; without it there is nothing to leave. */
  readonly keepLabel?: string;
}

export function ExpirySelect({ id, days, onChoose, keepLabel }: ExpirySelectProps) {
  return (
    <Select
      id={id}
      value={days === undefined ? KEEP : String(days ?? NEVER)}
      onChange={({ target: { value } }) =>
        onChoose(
          value === KEEP ? undefined : EXPIRY_CHOICES.find((choice) => String(choice.days ?? NEVER) === value)?.days,
        )
      }
      className="w-full"
    >
      {keepLabel !== undefined && <option value={KEEP}>{keepLabel}</option>}
      {EXPIRY_CHOICES.map((choice) => (
        <option key={choice.label} value={String(choice.days ?? NEVER)}>
          {choice.label}
        </option>
      ))}
    </Select>
  );
}
