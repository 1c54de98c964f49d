'use client';

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import type { MergedTree } from '@/lib/contracts/structure';
import { type ComparedPair, comparedTreeOptions } from '@/lib/query/compare';
import { datapointPath, sessionPath } from '@/lib/query/paths';
import { visibleText } from '@/lib/trace/visible-text';
import { shortId } from './short-id';
import { SideLetter } from './side-letter';
import { StructurePanel } from './structure-panel';

interface DatapointTreesProps {
  readonly project: string;
  readonly pair: ComparedPair;
  readonly letter: string;
  /** Its id; empty for sessions without one. */
  readonly datapoint: string;
  readonly onClose: () => void;
}

/** One datapoint in both runs: the two trees side by side, and the way to its sessions. */
export function DatapointTrees({ project, pair, letter, datapoint, onClose }: DatapointTreesProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { data: tree } = useQuery(comparedTreeOptions(project, pair, datapoint));

  useEffect(() => {
    // Whoever pressed a row goes on reading here, and back there afterwards; a link only scrolls.
    const opener = document.activeElement;
    if (opener === document.body) heading.current?.scrollIntoView?.();
    else heading.current?.focus();
    return () => {
      if (document.activeElement === document.body && opener instanceof HTMLElement) opener.focus();
    };
  }, []);

  return (
    <Card aria-label="Trees of one datapoint">
      <CardHeader>
        <h2
          ref={heading}
          tabIndex={-1}
          className="min-w-0 scroll-mt-16 text-sm font-semibold text-ink [overflow-wrap:anywhere]"
        >
          {datapoint === '' ? (
            'Sessions without a datapoint id'
          ) : (
            <>
              Datapoint <span className="font-mono font-normal">{visibleText(datapoint)}</span>
            </>
          )}
        </h2>
        <Button variant="ghost" size="icon" aria-label="Close the trees" title="Close" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </CardHeader>
      {tree !== undefined && (
        <dl className="flex flex-wrap gap-x-6 gap-y-1 border-b border-line px-4 py-2 text-xs text-ink-muted">
          <SessionLinks project={project} runId={pair.base} letter="A" tree={tree} side="base" />
          <SessionLinks project={project} runId={pair.run} letter={letter} tree={tree} side="run" />
        </dl>
      )}
      <StructurePanel project={project} pair={pair} letter={letter} datapoint={datapoint} />
    </Card>
  );
}

interface SessionLinksProps {
  readonly project: string;
  readonly runId: string;
  readonly letter: string;
  readonly tree: MergedTree;
  readonly side: 'base' | 'run';
}

/** The sessions that the tree's example spans are of: a repeated datapoint has several. */
function SessionLinks({ project, runId, letter, tree, side }: SessionLinksProps) {
  const sessions = new Map(
    tree.nodes.flatMap((node) => {
      const example = node[side]?.example;
      return example == null ? [] : [[example.sessionId, example.datapointId] as const];
    }),
  );
  return (
    <div className="flex items-center gap-1.5">
      <dt>
        <SideLetter letter={letter} className="size-4" />
      </dt>
      <dd className="flex flex-wrap gap-x-2">
        {sessions.size === 0 && `not in ${letter}`}
        {[...sessions].map(([sessionId, datapointId]) => (
          <Link
            key={sessionId}
            href={
              datapointId === null
                ? sessionPath(project, sessionId)
                : datapointPath(project, runId, datapointId, { session: sessionId })
            }
            title={sessionId}
            className="link min-w-0 max-w-60 truncate"
          >
            session <span className="font-mono">{shortId(sessionId)}</span> <span className="sr-only">in {letter}</span>
          </Link>
        ))}
      </dd>
    </div>
  );
}
