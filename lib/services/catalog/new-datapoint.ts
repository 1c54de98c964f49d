import 'server-only';
import type { NewCatalogEntry } from '../../domain/catalog';
import type { DatapointContent } from '../../domain/catalog-datapoint';
import { newEntryId } from './new-entry-id';

export function newDatapoint(content: DatapointContent, now: Date): NewCatalogEntry {
  return { kind: 'datapoint', id: newEntryId(now), name: null, body: { ...content } };
}
