'use client';

import { SunMoon } from 'lucide-react';
import { useTheme } from 'next-themes';
import { OverlaySelect } from '@/components/ui/overlay-select';

const THEMES = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export function ThemeSwitch() {
  const { theme = 'system', setTheme } = useTheme();
  return (
    <OverlaySelect label="Theme" value={theme} options={THEMES} onSelect={setTheme}>
      <SunMoon aria-hidden className="size-4" />
    </OverlaySelect>
  );
}
