'use client';

import { TriangleAlert } from 'lucide-react';
import { Notice } from '@/components/session/notice';
import { Breadcrumbs } from '@/components/shell/breadcrumbs';
import { runsPath } from '@/lib/query/paths';
import { ChooseRuns } from './choose-runs';
import type { DroppedParam } from './compare-params';
import { ComparedCandidates } from './compared-candidates';
import { useCompareView } from './use-compare-view';

/** A baseline against one or more candidates; without them, a way to choose them. */
export function ComparePage({ project }: { readonly project: string }) {
  const {
    view: { base, runs },
    dropped,
  } = useCompareView();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Breadcrumbs items={[{ label: project, href: runsPath(project) }, { label: 'Compare' }]} />
      {dropped.length > 0 && <DroppedNotice dropped={dropped} />}
      {base === null || runs.length === 0 ? (
        <ChooseRuns project={project} />
      ) : (
        <ComparedCandidates project={project} base={base} runs={runs} />
      )}
    </div>
  );
}

const SHOWN_MAX = 60;

function DroppedNotice({ dropped }: { readonly dropped: readonly DroppedParam[] }) {
  return (
    <Notice icon={TriangleAlert} tone="warn">
      {dropped.length === 1 ? 'A part' : 'Parts'} of the address {dropped.length === 1 ? 'was' : 'were'} ignored:{' '}
      {dropped.map(({ name, value, reason }, index) => (
        <span key={`${name}:${value}`}>
          {index > 0 && '; '}
          <code className="font-mono text-xs">
            {name}={value.length > SHOWN_MAX ? `${value.slice(0, SHOWN_MAX)}…` : value}
          </code>{' '}
          {reason}
        </span>
      ))}
      .
    </Notice>
  );
}
