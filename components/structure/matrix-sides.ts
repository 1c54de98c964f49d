/** The baseline, or the run that is looked at. */
export type Side = 'base' | 'run';

/** Which runs a matrix tells of. */
export type MatrixSides = 'run' | 'both';

export const SIDES: Readonly<Record<MatrixSides, readonly Side[]>> = { run: ['run'], both: ['base', 'run'] };
export const SIDE_NAMES: Readonly<Record<Side, string>> = { base: 'baseline', run: 'candidate' };
