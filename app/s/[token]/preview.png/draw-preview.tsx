import 'server-only';
import { ImageResponse } from 'next/og';
import type { ReactNode } from 'react';
import type { ComparisonDto, KeyComparisonDto } from '@/lib/contracts/compare';
import type { SnapshotContents } from '@/lib/contracts/snapshots';
import type { ComparisonVerdict } from '@/lib/domain/comparison';
import { drawableText } from './drawable-text';

/** As link previews want it. */
const SIZE = { width: 1200, height: 630 };
const NAME_MAX = 44;
const PROJECT_MAX = 40;

/** The light theme: a picture is the same for everybody. */
const INK = '#1b1d20';
const MUTED = '#5c6066';
const LINE = '#e5e5e0';
const GOOD = '#00694c';
const BAD = '#b03a00';
const WARN = '#7f5300';

const VERDICTS: Readonly<Record<ComparisonVerdict, { readonly word: string; readonly colour: string }>> = {
  regressed: { word: 'Regressed', colour: BAD },
  improved: { word: 'Improved', colour: GOOD },
  mixed: { word: 'Mixed', colour: WARN },
  unchanged: { word: 'Unchanged', colour: MUTED },
};

/** What a chat shows beside a link: verdict, counts and the names of the runs, as a PNG. */
export async function drawPreview({
  project,
  comparison,
  createdAt,
}: SnapshotContents): Promise<Uint8Array<ArrayBuffer>> {
  const { word, colour } = VERDICTS[comparison.verdict];
  const response = new ImageResponse(
    <div
      style={{
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'space-between',
        width: '100%',
        height: '100%',
        padding: '56px 64px',
        backgroundColor: '#ffffff',
        color: INK,
        borderLeft: `24px solid ${colour}`,
      }}
    >
      <Line size={30} colour={MUTED}>
        {`Baggage Claim — ${drawableText(project, PROJECT_MAX)}`}
      </Line>
      <div style={{ display: 'flex', flexDirection: 'column' }}>
        <Line size={112} colour={colour}>
          {word}
        </Line>
        <div style={{ display: 'flex', marginTop: 28 }}>
          {countsOf(comparison).map(({ name, count, tone }) => (
            <div key={name} style={{ display: 'flex', flexDirection: 'column', marginRight: 72 }}>
              <Line size={56} colour={count > 0 ? tone : MUTED}>
                {count.toLocaleString('en-US')}
              </Line>
              <Line size={28} colour={MUTED}>
                {name}
              </Line>
            </div>
          ))}
        </div>
      </div>
      <div style={{ display: 'flex', flexDirection: 'column', borderTop: `2px solid ${LINE}`, paddingTop: 24 }}>
        <Line size={36} colour={INK}>
          {nameOf(comparison.run)}
        </Line>
        <Line size={28} colour={MUTED}>
          {`against ${nameOf(comparison.base)}, as of ${createdAt.slice(0, 10)}`}
        </Line>
      </div>
    </div>,
    SIZE,
  );
  return new Uint8Array(await response.arrayBuffer());
}

interface LineProps {
  /** Pixels. */
  readonly size: number;
  readonly colour: string;
  readonly children: ReactNode;
}

function Line({ size, colour, children }: LineProps) {
  return <div style={{ display: 'flex', fontSize: size, color: colour, lineHeight: 1.25 }}>{children}</div>;
}

function countsOf({ keys, sentKeys }: ComparisonDto) {
  const all = [...Object.values(keys), ...sentKeys];
  const sum = (count: (key: KeyComparisonDto) => number) => all.reduce((total, key) => total + count(key), 0);
  return [
    { name: 'newly missing', count: sum(({ newlyMissing, moved }) => newlyMissing + moved), tone: BAD },
    { name: 'fixed', count: sum(({ fixed }) => fixed), tone: GOOD },
    { name: 'still missing', count: sum(({ stillMissing }) => stillMissing), tone: WARN },
  ];
}

function nameOf({ name, runId }: ComparisonDto['run']): string {
  return drawableText(name ?? runId, NAME_MAX);
}
