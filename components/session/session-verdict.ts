import { formatCount, formatCounted } from '@/components/ui/format-number';
import type { SessionSummary } from '@/lib/contracts/sessions';
import { visibleText } from '@/lib/trace/visible-text';

/** `run_id, dataset_id and datapoint_id`. */
function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** The session in one sentence: where its first key is lost, else its worst finding, else that nothing is wrong. */
export function describeSession(session: SessionSummary): string {
  const { tree, firstBreak: first, findingCount } = session;
  const spans = formatCounted(tree.spans, 'span');
  if (tree.spans === 0) return 'The session exists, but no span of it is stored.';
  if (first !== null) {
    const where = `“${visibleText(first.name)}”`;
    const extent =
      first.size === tree.spans
        ? `${spans === '1 span' ? 'the only span' : `all ${spans}`}`
        : `${formatCount(first.size)} of ${spans}`;
    const one = `${joinWords(first.keys)} ${first.keys.length === 1 ? 'stops' : 'stop'} at ${where}: ${extent} affected.`;
    return tree.breaks === 1 ? one : `${formatCount(tree.breaks)} break points. At the first, ${one}`;
  }
  const [worst] = session.findings;
  if (worst !== undefined) {
    const title = visibleText(worst.title);
    return findingCount === 1 ? `${title}.` : `${title}; ${formatCounted(findingCount - 1, 'more finding')}.`;
  }
  const expectsKeys = session.keys.some((key) => (session.attribution[key]?.notApplicable ?? 0) < tree.spans);
  if (!expectsKeys) return `${spans}. They belong to no run, so no ids are expected on them.`;
  return session.settled ? `All ${spans} carry ${joinWords(session.keys)}.` : `Nothing wrong in ${spans} so far.`;
}
