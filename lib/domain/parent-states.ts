/**
 * How a span's parent reference was resolved (audit-semantics 2.1): `missing` never came, `pending` may still come,
 * `elsewhere` is a span of another session, `self` names the span itself, `cut` would close a cycle.
 */
export const PARENT_STATES = ['root', 'resolved', 'pending', 'missing', 'elsewhere', 'self', 'cut'] as const;
export type ParentState = (typeof PARENT_STATES)[number];
