import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { ConnectTabs } from './connect-tabs';
import { FirstDataWatch } from './first-data-watch';
import { LoadSampleButton } from './load-sample-button';
import type { Connection } from './snippets';

/** The start page of an empty database. */
export function EmptyStart(connection: Connection) {
  return (
    <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 py-6 sm:py-12">
      <div className="grid gap-3">
        <h1 className="text-balance text-2xl font-semibold tracking-tight text-ink">
          Find where your runs lose their ids
        </h1>
        <p className="max-w-xl text-pretty text-base text-ink-muted">
          Send the spans of an experiment run here. Baggage Claim shows for every span and every key what happened to
          it, where it happened first, and who did it. Nothing has arrived yet.
        </p>
      </div>
      <Card>
        <CardHeader>
          <CardTitle>Look at an example</CardTitle>
        </CardHeader>
        <CardBody className="grid gap-3">
          <p className="max-w-xl text-sm text-ink-muted">
            The same experiment, recorded twice: once with a client that drops the ids of every child span, once with
            the client that fixed it.
          </p>
          <LoadSampleButton />
        </CardBody>
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>Point your client here</CardTitle>
          <FirstDataWatch />
        </CardHeader>
        <CardBody className="pt-1">
          <ConnectTabs {...connection} />
        </CardBody>
      </Card>
    </div>
  );
}
