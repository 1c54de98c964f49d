import 'server-only';
import type { Project } from '../domain/records';
import { packBatch } from './packed-batch';
import type { ReadEngine } from './read-engine';
import { readProject, readProjectOf, readProjectsOfSessions } from './read-projects';
import type { Store } from './store';
import type { StoreWriter } from './store-writer';

/** What a store needs of its writer, which may be in another thread. */
export type Writer = { readonly [K in keyof StoreWriter]: StoreWriter[K] };

type Method<K extends keyof Store> = Store[K];

/** The part of a store that ingestion needs: light enough to be had in every thread that prepares spans. */
export class IngestStore
  implements
    Pick<Store, 'getProject' | 'projectOf' | 'projectsOfSessions' | 'ensureProject' | 'append' | 'recordDelivery'>
{
  protected readonly reading: ReadEngine;
  protected readonly writer: Writer;

  constructor(reading: ReadEngine, writer: Writer) {
    this.reading = reading;
    this.writer = writer;
  }

  projectOf: Method<'projectOf'> = (kind, id) => this.reading.read((db) => readProjectOf(db, kind, id));
  projectsOfSessions: Method<'projectsOfSessions'> = (ids) =>
    this.reading.read((db) => readProjectsOfSessions(db, ids));

  getProject(name: string): Promise<Project | null> {
    return this.reading.read((db) => readProject(db, name));
  }

  async ensureProject(name: string): Promise<Project> {
    return (await this.getProject(name)) ?? this.writer.ensureProject(name);
  }

  append: Method<'append'> = (batch) => this.writer.append(packBatch(batch));
  recordDelivery: Method<'recordDelivery'> = (projectId, delivery, body, subject) =>
    this.writer.recordDelivery(projectId, delivery, body, subject);
}
