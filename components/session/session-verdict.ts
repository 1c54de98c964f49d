import { formatCount, formatCounted } from '@/components/ui/format-number';
import type { SessionDetail } from '@/lib/contracts/sessions';
import type { BreakRegion } from '@/lib/trace/session-tree';
import { visibleText } from '@/lib/trace/visible-text';

/** `run_id, dataset_id and datapoint_id`. */
function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** The session in one sentence: where its first key is lost, else its worst finding, else that nothing is wrong. */
export function describeSession(session: SessionDetail, breaks: readonly BreakRegion[]): string {
  const spans = formatCounted(session.spans.length, 'span');
  if (session.spans.length === 0) return 'The session exists, but no span of it is stored.';
  const first = breaks[0]?.finding;
  if (first?.span != null) {
    const where = `“${visibleText(first.span.name)}”`;
    const extent =
      first.size === session.spans.length
        ? `${spans === '1 span' ? 'the only span' : `all ${spans}`}`
        : `${formatCount(first.size)} of ${spans}`;
    const one = `${joinWords(first.keys)} ${first.keys.length === 1 ? 'stops' : 'stop'} at ${where}: ${extent} affected.`;
    return breaks.length === 1 ? one : `${formatCount(breaks.length)} break points. At the first, ${one}`;
  }
  const [worst, ...others] = session.findings;
  if (worst !== undefined) {
    const title = visibleText(worst.title);
    return others.length === 0 ? `${title}.` : `${title}; ${formatCounted(others.length, 'more finding')}.`;
  }
  const expectsKeys = session.spans.some((span) => span.states.some((state) => state !== 'not-applicable'));
  if (!expectsKeys) return `${spans}. They belong to no run, so no ids are expected on them.`;
  return session.settled ? `All ${spans} carry ${joinWords(session.keys)}.` : `Nothing wrong in ${spans} so far.`;
}
