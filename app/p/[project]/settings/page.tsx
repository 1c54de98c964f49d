import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { serverAddress } from '@/app/server-address';
import { visitor } from '@/app/visitor';
import { AccessKeysCard } from '@/components/access-keys/access-keys-card';
import { RetentionRules } from '@/components/settings/retention-rules';
import { RoutingRules } from '@/components/settings/routing-rules';
import { TableChoice } from '@/components/settings/table-choice';
import { ConnectTabs } from '@/components/start/connect-tabs';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';
import { accessKeyListQuerySchema } from '@/lib/contracts/keys';
import { accessKeyListOptions } from '@/lib/query/access-keys';
import { getQueryClient } from '@/lib/query/client';
import { deliveriesPath, idOfSegment } from '@/lib/query/paths';
import { prefetchFirstPage } from '@/lib/query/prefetch';
import { getAppContext } from '@/lib/services/context';
import { listKeys } from '@/lib/services/keys/list-keys';
import { listProjects } from '@/lib/services/list-projects';
import { listRoutingTables } from '@/lib/services/list-routing-tables';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage({ params }: PageProps<'/p/[project]/settings'>) {
  const name = idOfSegment((await params).project);
  const ctx = getAppContext();
  const { token } = await visitor();
  const [{ projects }, address] = await Promise.all([listProjects(ctx, token), serverAddress()]);
  const project = projects.find((candidate) => candidate.name === name);
  if (project === undefined) notFound();
  const client = getQueryClient();
  await prefetchFirstPage(client, accessKeyListOptions(name), () =>
    listKeys(ctx, name, accessKeyListQuerySchema.parse({}), token),
  );
  const { tables } = listRoutingTables();
  const choices = tables.map(({ name, description }) => ({ name, description }));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h1 className="text-lg font-semibold text-ink">Settings</h1>
      <Card>
        <CardHeader>
          <CardTitle>Storing and judging</CardTitle>
        </CardHeader>
        <CardBody className="grid gap-8 md:grid-cols-2">
          <TableChoice project={name} setting="routing" current={project.routing} tables={choices} />
          <TableChoice project={name} setting="contract" current={project.contract} tables={choices} />
        </CardBody>
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>Point a client here</CardTitle>
          <Link href={deliveriesPath(name)} className="link text-xs">
            What was received
          </Link>
        </CardHeader>
        <CardBody className="max-w-3xl pt-1">
          <ConnectTabs {...address} />
        </CardBody>
      </Card>
      <HydrationBoundary state={dehydrate(client)}>
        <AccessKeysCard project={name} />
      </HydrationBoundary>
      <Card>
        <CardHeader>
          <CardTitle>Retention</CardTitle>
        </CardHeader>
        <CardBody className="max-w-3xl pt-1">
          <RetentionRules {...ctx.config.retention} />
        </CardBody>
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>Rules of the tables</CardTitle>
        </CardHeader>
        <Tabs defaultValue={project.contract}>
          <TabList aria-label="Routing tables" className="px-4">
            {tables.map((table) => (
              <Tab key={table.name} value={table.name} className="font-mono">
                {table.name}
              </Tab>
            ))}
          </TabList>
          {tables.map((table) => (
            <TabPanel key={table.name} value={table.name} className="pt-0">
              <p className="px-4 py-3 text-ink-muted">
                {table.description} The first line that applies to a key decides.
              </p>
              <RoutingRules table={table} />
            </TabPanel>
          ))}
        </Tabs>
      </Card>
    </div>
  );
}
