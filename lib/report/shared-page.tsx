/** @jsxImportSource preact */
import { EXPORT_FORMATS, type ExportFormat } from '../contracts/compare';
import type { ChangedSince, SharedSnapshot } from '../contracts/snapshots';
import { buildReport } from './build-report';
import type { Shape } from './html/glyphs';
import { Mark } from './html/mark';
import { renderPage } from './html/render-page';
import { ReportBody } from './html/report-body';
import { proseOf, Time } from './html/texts';
import { reportVerdict } from './report-verdict';
import { shownText } from './shown-text';

const DESCRIPTION_MAX = 300;
const TITLE_MAX = 200;

/** Where a shared page stands. */
interface SharedAt {
  /** `https://host`, without a slash at the end. */
  readonly origin: string;
  readonly token: string;
  /** The comparison as it is now, for members; null when there is none. */
  readonly liveUrl: string | null;
}

/**
 * The page of a frozen comparison: an exported report, what has changed since, and what chat programs make a preview of.
 * Everything to read is in the text; nothing is loaded afterwards.
 */
export function sharedPage({ contents, expiresAt, changed }: SharedSnapshot, at: SharedAt): string {
  const report = buildReport(contents, { live: at.liveUrl, shared: null });
  return renderPage({
    title: contents.title,
    head: <Preview title={contents.title} description={reportVerdict(report)} at={at} />,
    body: (
      <ReportBody report={report}>
        <Frozen createdAt={contents.createdAt} expiresAt={expiresAt} changed={changed} />
        <ExportLinks token={at.token} />
      </ReportBody>
    ),
  });
}

interface PreviewProps {
  readonly title: string;
  readonly description: string;
  readonly at: SharedAt;
}

/** For chat programs that unfold a link; search engines keep out. */
function Preview({ title, description, at }: PreviewProps) {
  const shownTitle = shownText(title, TITLE_MAX);
  const shownDescription = shownText(description, DESCRIPTION_MAX);
  const address = `${at.origin}/s/${encodeURIComponent(at.token)}`;
  const picture = `${address}/preview.png`;
  return (
    <>
      <meta name="description" content={shownDescription} />
      <meta name="robots" content="noindex, nofollow" />
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content="Baggage Claim" />
      <meta property="og:title" content={shownTitle} />
      <meta property="og:description" content={shownDescription} />
      <meta property="og:url" content={address} />
      <meta property="og:image" content={picture} />
      <meta property="og:image:type" content="image/png" />
      <meta property="og:image:width" content="1200" />
      <meta property="og:image:height" content="630" />
      <meta property="og:image:alt" content={shownDescription} />
      <meta name="twitter:card" content="summary_large_image" />
      <meta name="twitter:title" content={shownTitle} />
      <meta name="twitter:description" content={shownDescription} />
      <meta name="twitter:image" content={picture} />
    </>
  );
}

const CHANGED_LOOKS: Readonly<Record<ChangedSince['state'], { shape: Shape; tone: string; words: string }>> = {
  same: { shape: 'unchanged', tone: 'good', words: 'Still the same' },
  changed: { shape: 'changed', tone: 'malformed', words: 'Changed since' },
  gone: { shape: 'gone-path', tone: 'pending', words: 'Gone since' },
};

interface FrozenProps extends Pick<SharedSnapshot, 'expiresAt' | 'changed'> {
  readonly createdAt: string;
}

function Frozen({ createdAt, expiresAt, changed }: FrozenProps) {
  return (
    <div class="notice">
      <p>
        Frozen at <Time time={createdAt} />: this page stays as it is.{' '}
        {expiresAt === null ? (
          'The link does not expire.'
        ) : (
          <>
            The link works until <Time time={expiresAt} />.
          </>
        )}
      </p>
      <p>
        <Mark {...CHANGED_LOOKS[changed.state]} /> {proseOf(changed.text)}
      </p>
    </div>
  );
}

const FORMAT_NAMES: Readonly<Record<ExportFormat, string>> = {
  markdown: 'Markdown',
  json: 'JSON',
  junit: 'JUnit XML',
  sarif: 'SARIF',
  html: 'HTML file',
};

function ExportLinks({ token }: { readonly token: string }) {
  return (
    <nav class="screen" aria-label="Exports">
      <ul class="links">
        {EXPORT_FORMATS.map((format) => (
          <li>
            <a href={`/api/snapshots/${encodeURIComponent(token)}/export?format=${format}`}>{FORMAT_NAMES[format]}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
