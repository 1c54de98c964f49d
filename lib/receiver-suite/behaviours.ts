import type { Behaviour } from './behaviour';
import { COMPRESSION } from './compression';
import { DELIVERY } from './delivery';
import { ERRORS } from './errors';
import { EXTREMES } from './extremes';
import { JSON_ENCODING } from './json';
import { JSON_LENIENCY } from './json-leniency';
import { LIMITS } from './limits';
import { MODEL } from './model';
import { PROTOBUF } from './protobuf';
import { PROTOBUF_ODDITIES } from './protobuf-oddities';
import { SUCCESS } from './success';
import { SURROUNDINGS } from './surroundings';
import { TRANSPORT } from './transport';

/** Everything that is asked of a receiver, in the order of its numbers. docs/receiver.md says what we chose and why. */
export const BEHAVIOURS: readonly Behaviour[] = [
  ...TRANSPORT,
  ...SUCCESS,
  ...DELIVERY,
  ...ERRORS,
  ...LIMITS,
  ...COMPRESSION,
  ...PROTOBUF,
  ...PROTOBUF_ODDITIES,
  ...JSON_ENCODING,
  ...JSON_LENIENCY,
  ...MODEL,
  ...EXTREMES,
  ...SURROUNDINGS,
].sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
