'use client';

import { CodeBlock } from '@/components/ui/code-block';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';
import { type Connection, connectionSnippets } from './snippets';

/** How to point a client here, one tab a client. */
export function ConnectTabs(connection: Connection) {
  const snippets = connectionSnippets(connection);
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
