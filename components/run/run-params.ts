import { createLoader, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { DELIVERY_SHOWS } from '@/components/deliveries/delivery-params';
import { ATTRIBUTION_KEYS } from '@/lib/domain/attribution-keys';
import { ATTRIBUTION_STATES, CUSTODY_STATES } from '@/lib/domain/states';

export const RUN_TABS = ['datapoints', 'structure', 'findings', 'deliveries'] as const;
export type RunTab = (typeof RUN_TABS)[number];

/** The run page in its address: the same parsers on server and client. */
export const runParams = {
  tab: parseAsStringLiteral(RUN_TABS).withDefault('datapoints'),
  q: parseAsString.withDefault(''),
  sort: parseAsStringLiteral(['worst', 'started', '-started', 'spans', '-spans']).withDefault('worst'),
  key: parseAsStringLiteral(ATTRIBUTION_KEYS.map((key) => key.name)),
  state: parseAsStringLiteral([...ATTRIBUTION_STATES, ...CUSTODY_STATES]),
  /** Complete rows of the structure, too; null until somebody chose. */
  all: parseAsBoolean,
  /** Path of the node whose spans are listed, those with a bad `key` if there is one. */
  node: parseAsString,
  /** Which deliveries are listed. */
  show: parseAsStringLiteral(DELIVERY_SHOWS).withDefault('all'),
};

export const loadRunParams = createLoader(runParams);
