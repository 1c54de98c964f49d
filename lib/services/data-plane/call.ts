import 'server-only';
import type { JsonObject } from '../../domain/json';
import type { Client, Project } from '../../domain/records';
import type { DeliverySubject } from '../../store/store';

/** One call of the HoneyHive data-plane API, parsed. */
export interface DataPlaneCall<Body> {
  readonly body: Body;
  /** `X-Project`; null when the client sends none. */
  readonly namedProject: string | null;
  readonly client: Client | null;
}

/** What is answered with 200, and whose delivery the call was. */
export interface DataPlaneAnswer {
  readonly project: Project;
  readonly body: JsonObject;
  /** What the call was about: its record goes when that goes. */
  readonly subject: DeliverySubject | null;
}
