import type { Page } from '../domain/pages';
import type { Delivery } from '../domain/records';

/** A request body as it came: decoding it again gives the sent spans, verbatim. */
export interface SentBody {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** `''` for identity, else `gzip`. */
  readonly contentEncoding: string;
}

/** What a REST write was about: it is kept as long as that. */
export interface DeliverySubject {
  readonly kind: 'session' | 'run';
  readonly id: string;
}

/** A request as it was received, with what its row says besides. */
export interface ListedDelivery extends Delivery {
  readonly id: string;
  readonly contentEncoding: string;
}

export interface DeliveryQuery {
  /** Those that brought spans of the run's sessions, or were about the run or one of them. */
  readonly runId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The part of a store that keeps requests as they came. Those that brought spans are kept with them, by `append`. */
export interface DeliveryStore {
  /** Keeps a request that brought no spans: a REST write, or a refused export. */
  recordDelivery(
    projectId: number | null,
    delivery: Delivery,
    body: SentBody | null,
    subject?: DeliverySubject | null,
  ): Promise<void>;
  /** Newest first. Of a project, or of one run or session of it. */
  listDeliveries(projectId: number, query: DeliveryQuery): Promise<Page<ListedDelivery>>;
}
