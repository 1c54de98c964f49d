import 'server-only';
import type { DataPlaneOperation, OperationInput } from '../../contracts/data-plane/operation';
import type { OperationId, Operations } from '../../contracts/data-plane/operations';
import type { JsonObject } from '../../domain/json';
import type { Client, Project } from '../../domain/records';
import type { DeliverySubject } from '../../store/delivery-store';
import type { AppContext } from '../context';

/** Who makes a call of the data plane, as far as the request says. */
export interface Caller {
  /** The project of the key it was made with: the call sees and changes nothing else. null while there are no keys. */
  readonly keyProject: Project | null;
  /** `X-Project`; null when the client sends none. */
  readonly namedProject: string | null;
  readonly client: Client | null;
}

/** One call of the HoneyHive data-plane API, parsed. */
export interface DataPlaneCall<O extends DataPlaneOperation = DataPlaneOperation> extends Caller, OperationInput<O> {
  /** Made without the prefix `/v1`, as older clients do: some answers had other envelopes then. */
  readonly isUnversioned: boolean;
}

/** What is answered with 200, and whose delivery the call was. */
export interface DataPlaneAnswer {
  /** null for what concerns no single project. */
  readonly project: Project | null;
  /** Bytes are JSON that was printed already. */
  readonly body: JsonObject | Uint8Array;
  /** What the call was about: its record goes when that goes. */
  readonly subject: DeliverySubject | null;
  /** What was wrong with it and understood all the same; told in its record. */
  readonly warnings?: readonly string[];
}

export type DataPlaneService<Id extends OperationId> = (
  ctx: AppContext,
  call: DataPlaneCall<Operations[Id]>,
) => Promise<DataPlaneAnswer>;
