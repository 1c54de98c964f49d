/** The tabs of a span's detail, as the address names them; the first is shown unless told. */
export const DETAIL_TABS = ['attribution', 'ledger', 'stored', 'events', 'raw'] as const;
export type DetailTab = (typeof DETAIL_TABS)[number];
