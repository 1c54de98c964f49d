import 'server-only';
import type { Logger } from 'pino';
import type {
  ComparedDatapointList,
  ComparedDatapointsQuery,
  ComparedTreeQuery,
  CompareQuery,
  ComparisonDto,
} from '../contracts/compare';
import type { OperationId, Operations } from '../contracts/data-plane/operations';
import type { SpanSearch } from '../contracts/sessions';
import type { HistoryQuery, KeyHistory, MergedTree, NodeSpans, NodeSpansQuery } from '../contracts/structure';
import type { Project } from '../domain/records';
import type { Config } from '../env';
import type { Store } from '../store/store';
import type { DataPlaneAnswer, DataPlaneCall } from './data-plane/call';
import type { KeyRing } from './key-ring';
import type { SessionReport } from './session-report';

/** What receiving spans needs. */
export interface IngestContext {
  readonly store: Pick<
    Store,
    'getProject' | 'projectOf' | 'projectsOfSessions' | 'ensureProject' | 'append' | 'recordDelivery'
  >;
  readonly config: Config;
  readonly log: Logger;
  now(): Date;
}

/** Work that takes long, done where it blocks nobody. The use cases of these names call it, and say what it does. */
export interface AuditWorker {
  judge(project: Project, sessionId: string): Promise<SessionReport | null>;
  search(projectName: string, sessionId: string, q: string): Promise<SpanSearch>;
  compareRuns(projectName: string, query: CompareQuery): Promise<ComparisonDto>;
  listComparedDatapoints(projectName: string, query: ComparedDatapointsQuery): Promise<ComparedDatapointList>;
  getComparedTree(projectName: string, query: ComparedTreeQuery): Promise<MergedTree>;
  getStructure(projectName: string, runId: string): Promise<MergedTree>;
  listNodeSpans(projectName: string, runId: string, path: string, query: NodeSpansQuery): Promise<NodeSpans>;
  getHistory(projectName: string, query: HistoryQuery): Promise<KeyHistory>;
  /** A call of the data plane that reads many events (data-plane/on-audit-thread.ts). The answer's body is printed. */
  answerDataPlane<Id extends OperationId>(id: Id, call: DataPlaneCall<Operations[Id]>): Promise<DataPlaneAnswer>;
}

/** What every use case needs from the outside. */
export interface AppContext {
  readonly store: Store;
  readonly config: Config;
  readonly log: Logger;
  readonly keys: KeyRing;
  /** Folder of the installed package, absolute: the recordings of the sample are read from it. */
  readonly packageFolder: string;
  /** Another thread; without one the work is done here. */
  readonly worker?: AuditWorker | undefined;
  /** Aborted when the server is told to stop: answers that would go on for ever end. */
  readonly stopping?: AbortSignal | undefined;
  now(): Date;
}

const KEY = Symbol.for('baggage-claim.context');
type Holder = { [KEY]?: AppContext };

/** Called once by the server before it answers (and by tests). The pages are another bundle, so it is kept globally. */
export function setAppContext(context: AppContext): void {
  (globalThis as Holder)[KEY] = context;
}

/** @throws when the pages run without the server of `npm start` or `npm run dev`. */
export function getAppContext(): AppContext {
  const context = (globalThis as Holder)[KEY];
  if (context === undefined) throw new Error('No store: start the product with `npm start` or `npm run dev`.');
  return context;
}
