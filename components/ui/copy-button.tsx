'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button';

const CONFIRMATION_MS = 1600;

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, e.g. `run id`. */
  readonly what: string;
  readonly className?: string;
}

type Outcome = 'idle' | 'copied' | 'refused';
const WORDS: Record<Outcome, string> = { idle: '', copied: 'Copied', refused: 'The browser refused to copy' };

export function CopyButton({ text, what, className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>('idle');

  useEffect(() => {
    if (outcome === 'idle') return;
    const timer = setTimeout(() => setOutcome('idle'), CONFIRMATION_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
  }

  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label={`Copy ${what}`}
      title={outcome === 'idle' ? `Copy ${what}` : WORDS[outcome]}
      onClick={() => void copy()}
      className={className}
    >
      {outcome === 'copied' ? <Check aria-hidden className="text-state-good" /> : <Copy aria-hidden />}
      <span role="status" className="sr-only">
        {WORDS[outcome]}
      </span>
    </Button>
  );
}
