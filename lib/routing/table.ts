/** What a sent value must be for a rule to apply; without one a rule applies to every value. */
export type Condition =
  /** A string with at least one character. */
  | 'text'
  /** Neither empty text nor an empty AnyValue. */
  | 'not-blank'
  /** One of HoneyHive's event types. */
  | 'event-type'
  /** A UUID in its usual spelling, any case. */
  | 'uuid'
  /** A number, or digits, of at least 400. */
  | 'http-failure';

/** How a sent value is rewritten before it is stored; without one it is stored as it is. */
export type Transform =
  /** JSON text of an array or object becomes that array or object; all else stays as it is. */
  | 'json'
  /** Like `json`; and the content of a message, if it is a list of text parts only, becomes one text. */
  | 'chat-messages';

/**
 * One line of a routing table, plain data.
 *
 * A *place* is `field` or `bucket.key`, e.g. `error` or `metadata.honeyhive_error`; all after the first dot is one key,
 * dots included. `*` at the end stands for what `*` matched.
 */
export interface RoutingRule {
  /** An attribute key, `prefix.*` for all keys that continue after the dot, or `*` for every key. */
  readonly from: string;
  readonly when?: Condition;
  /** The places where the value must be: all of them. */
  readonly to: readonly string[];
  /** Further places that get the value if nothing else wants them. A contract announces but does not demand them. */
  readonly copies?: readonly string[];
  readonly as?: Transform;
  /** Segments that are left out of what `*` matched, e.g. `message` in `0.message.role`. */
  readonly omit?: readonly string[];
  /** True keeps numeric segments in the key; otherwise they rebuild an array (honeyhive-system.md 4.4). */
  readonly flat?: boolean;
  /** Attribute whose value and `: ` are put in front of the text in `error`. */
  readonly prefixWith?: string;
  /** True: the span's own status message takes `error` before this rule does. */
  readonly yieldsToStatus?: boolean;
  readonly note: string;
  /** Where the rule comes from: a section or a numbered pair of the mapping reference, or `own`. */
  readonly source: string;
}

/**
 * Which sent key goes to which places of the event: ordered data, the first rule that applies decides. The order is
 * also the precedence: when two keys want one place, the key with the earlier rule gets it. The last rule must be `*`
 * without a condition, so that every key has a rule.
 */
export interface RoutingTable {
  readonly name: string;
  /** One sentence for people who choose a table. */
  readonly description: string;
  readonly rules: readonly RoutingRule[];
  /** Places a backend may fill by itself, exact or `prefix.*`; what else nobody sent is reported as added. */
  readonly announces: readonly string[];
}
