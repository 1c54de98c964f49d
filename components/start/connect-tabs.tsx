'use client';

import { CodeBlock } from '@/components/ui/code-block';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';
import { connectionSnippets } from './snippets';

interface ConnectTabsProps {
  readonly baseUrl: string;
  readonly otlpUrl: string;
}

/** How to point a client here, one tab a client. */
export function ConnectTabs({ baseUrl, otlpUrl }: ConnectTabsProps) {
  const snippets = connectionSnippets(baseUrl, otlpUrl);
  return (
    <Tabs defaultValue={snippets[0]?.id ?? ''}>
      <TabList aria-label="Clients">
        {snippets.map(({ id, label }) => (
          <Tab key={id} value={id}>
            {label}
          </Tab>
        ))}
      </TabList>
      {snippets.map(({ id, label, note, code }) => (
        <TabPanel key={id} value={id}>
          <p className="mb-2 text-sm text-ink-muted">{note}</p>
          <CodeBlock code={code} label={label} />
        </TabPanel>
      ))}
    </Tabs>
  );
}
