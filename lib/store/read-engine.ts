import type { SqlSession } from './sql';

export interface ReadEngine {
  /** Everything read inside is of one moment. Calls may overlap. */
  read<T>(work: (db: SqlSession) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
