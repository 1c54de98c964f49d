/** Where on the road a value was lost (DESIGN.md section 2). */
export const HANDOVERS = [
  'set-to-stamped',
  'stamped-to-exported',
  'exported-to-received',
  'received-to-stored',
  'stored-to-returned',
  'indistinguishable',
] as const;
export type Handover = (typeof HANDOVERS)[number];

export const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Every finding's rule; each has a page in docs/rules. */
export const RULE_CODES = [
  'ATTR-001',
  'ATTR-002',
  'ATTR-003',
  'ATTR-004',
  'ATTR-005',
  'TREE-001',
  'TREE-002',
  'TREE-003',
  'TREE-004',
  'CUST-001',
  'SESS-001',
  'SESS-002',
] as const;
export type RuleCode = (typeof RULE_CODES)[number];

export const BREAK_SHAPES = ['total', 'healed', 'healed-wrong', 'leaf', 'sibling-selective'] as const;
export type BreakShape = (typeof BREAK_SHAPES)[number];

/** Causes the evidence can decide (audit-semantics 2.6); `not-determined` says that it does not. */
export const CAUSES = [
  'selective-processor',
  'trace-split',
  'attribute-limit',
  'root-only-stamping',
  'late-attach',
  'parent-not-exported',
  'session-id-replaced',
  'not-determined',
] as const;
export type Cause = (typeof CAUSES)[number];

export interface SpanRef {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
}

/** One audit result. All members are plain JSON: findings are stored and served as they are. */
export interface Finding {
  /** Equal for the same defect in another run: hash of rule, keys, path signature and cause; no ids, times or counts. */
  readonly fingerprint: string;
  readonly rule: RuleCode;
  readonly severity: Severity;
  readonly handover: Handover;
  /** One sentence a person understands without the rest. */
  readonly title: string;
  /** Attribution keys (ATTR), or sent keys (CUST). */
  readonly keys: readonly string[];
  /** The break point, or the first affected span in canonical order; null when the session itself is concerned. */
  readonly span: SpanRef | null;
  /** The parent that still has the keys; null when that is the session's own record. */
  readonly parent: SpanRef | null;
  readonly shape: BreakShape | null;
  /** Number of affected spans (for CUST: of sent keys). The blast radius of a break. */
  readonly size: number;
  /** The affected spans in canonical order, at most 50 of them. */
  readonly spans: readonly SpanRef[];
  /** Expected value by key; a key the rule expects no value for is absent. */
  readonly expected: Readonly<Record<string, string>>;
  /** Found value by key; null for nothing. */
  readonly observed: Readonly<Record<string, string | null>>;
  readonly cause: { readonly code: Cause; readonly confidence: 'high' | 'medium' | 'low'; readonly text: string };
  /** Everything the verdict rests on, so that it can be re-derived by a reader. */
  readonly evidence: readonly string[];
  /** What to do next. */
  readonly advice: string;
}
