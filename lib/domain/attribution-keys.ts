/** How wide a key's value holds: everything of one run, or one datapoint within it. */
export type KeyLevel = 'run' | 'datapoint';

/** One logical key that says which run, dataset or datapoint a span belongs to. */
export interface AttributionKey {
  /** As stored in `metadata`, e.g. `run_id`. */
  readonly name: string;
  readonly level: KeyLevel;
  /** Span attributes that carry it, preferred first. All that are present are read; they must agree. */
  readonly spellings: readonly string[];
}

function spellingsOf(name: string): readonly string[] {
  return [
    `honeyhive_metadata.${name}`,
    `traceloop.association.properties.${name}`,
    `honeyhive.${name}`,
    `baggage.${name}`,
    name,
  ];
}

/** The three keys of an experiment (honeyhive-system.md 1.2 and 1.13: Python and TypeScript clients spell them differently). */
export const ATTRIBUTION_KEYS: readonly AttributionKey[] = [
  { name: 'run_id', level: 'run', spellings: spellingsOf('run_id') },
  { name: 'dataset_id', level: 'run', spellings: spellingsOf('dataset_id') },
  { name: 'datapoint_id', level: 'datapoint', spellings: spellingsOf('datapoint_id') },
];

/** Span attributes that name the session, preferred first. */
export const SESSION_SPELLINGS = [
  'honeyhive.session_id',
  'traceloop.association.properties.session_id',
  'session.id',
] as const;

/** Span attributes that name the project, preferred first. */
export const PROJECT_SPELLINGS = [
  'honeyhive.project',
  'honeyhive.project_name',
  'traceloop.association.properties.project',
] as const;
