import 'server-only';
import type { NodeSpans, NodeSpansQuery } from '../contracts/structure';
import { AppError } from '../domain/errors';
import { type CustodyShape, worseCustody } from '../domain/span-custody';
import type { CustodyState } from '../domain/states';
import {
  badSpans,
  type ExampleSpan,
  isBadState,
  type RunMember,
  type SessionStructure,
  type StructureNode,
} from '../domain/structure';
import { pathHash } from '../trace/path-signature';
import type { AppContext } from './context';
import { findProject } from './find-project';
import { readJudgedMembers } from './get-structure';
import { quoteId } from './not-received';
import { readStructures } from './read-structures';
import { pathText } from './to-dto/comparison';

const SPANS_MAX = 200;
/** Last steps of a path that are looked at for its text; more than it shows. */
const STEPS_MAX = 20;

type ListedSpan = NodeSpans['spans'][number];

/**
 * Examples of the spans of one node over the sessions of a run, those with something wrong first.
 * @param path hash of the node's path
 * @throws AppError `not-found`, also for a node that the run does not have
 */
export async function listNodeSpans(
  ctx: AppContext,
  projectName: string,
  runId: string,
  path: string,
  query: NodeSpansQuery,
): Promise<NodeSpans> {
  if (ctx.worker !== undefined) return ctx.worker.listNodeSpans(projectName, runId, path, query);
  const project = await findProject(ctx, projectName);
  const { members } = await readJudgedMembers(ctx, project, runId);
  const list = new SpanList(query);
  for await (const { member, structure } of readStructures(ctx, project, members)) {
    if (structure !== null) list.add(member, structure, findNode(structure, path));
  }
  const text = list.text();
  if (text === null) {
    throw new AppError(
      'not-found',
      `No judged session of the run ${quoteId(runId)} has a node ${quoteId(path)}. Nodes are named by the 16 hex digits of their path, as the run’s structure has them.`,
    );
  }
  return { path, text, spans: list.spans(), total: list.total };
}

/** Index of the node with this path; -1 when the session does not have it. */
function findNode({ nodes }: SessionStructure, path: string): number {
  const paths: string[] = [];
  return nodes.findIndex(({ above, step }, i) => {
    paths[i] = pathHash(paths[above] ?? '', step);
    return paths[i] === path;
  });
}

/** The spans of one node, gathered session by session. */
class SpanList {
  readonly #query: NodeSpansQuery;
  readonly #bad: ListedSpan[] = [];
  readonly #good: ListedSpan[] = [];
  /** The end of the path; its loops may be such in some sessions only. */
  #steps: { label: string; repeats: boolean; above: number }[] | null = null;
  total = 0;

  constructor(query: NodeSpansQuery) {
    this.#query = query;
  }

  add(member: RunMember, structure: SessionStructure, index: number): void {
    const node = structure.nodes[index];
    if (node === undefined) return;
    this.#readSteps(structure, index);
    const { datapoint, key } = this.#query;
    if (datapoint !== undefined && datapoint !== (member.datapointId ?? '')) return;
    const column = key === undefined ? null : structure.keys.indexOf(key);
    this.total += spansOf(node, column);
    for (const example of node.examples) this.#offer(member, structure, example, column);
  }

  #offer(member: RunMember, structure: SessionStructure, example: ExampleSpan, column: number | null): void {
    const isBadIn = (i: number) => isBadState(example.states[i] ?? 'not-applicable');
    if (column !== null && !isBadIn(column)) return;
    const worst = worstOf(structure.shapes[example.shape] ?? []);
    const isBad = example.states.some(isBadState) || (worst !== null && worst !== 'preserved');
    const list = isBad ? this.#bad : this.#good;
    if (list.length === SPANS_MAX) return;
    list.push({
      traceId: example.traceId,
      spanId: example.spanId,
      name: example.name,
      sessionId: member.sessionId,
      datapointId: member.datapointId,
      states: Object.fromEntries(structure.keys.map((key, i) => [key, example.states[i] ?? 'not-applicable'])),
      worstCustody: worst,
    });
  }

  #readSteps({ nodes }: SessionStructure, index: number): void {
    const end: StructureNode[] = [];
    for (let node = nodes[index]; node !== undefined && end.length < STEPS_MAX; node = nodes[node.above])
      end.push(node);
    end.reverse();
    this.#steps ??= end.map(({ label }, i) => ({ label, repeats: false, above: i - 1 }));
    for (const [i, step] of this.#steps.entries()) step.repeats ||= end[i]?.repeats ?? false;
  }

  /** The path for reading; null when no session has the node. */
  text(): string | null {
    return this.#steps && pathText(this.#steps, this.#steps.length - 1);
  }

  spans(): ListedSpan[] {
    return this.#bad.concat(this.#good).slice(0, SPANS_MAX);
  }
}

/** @param column of the key of which only bad spans are asked for; null for all spans, -1 for a key nobody judged */
function spansOf({ spans, cells }: StructureNode, column: number | null): number {
  if (column === null) return spans;
  const cell = cells[column];
  return cell === undefined ? 0 : badSpans(cell);
}

function worstOf(shape: CustodyShape): CustodyState | null {
  return shape.reduce<CustodyState | null>(
    (worst, [, state]) => (worst === null ? state : worseCustody(worst, state)),
    null,
  );
}
