import { createLoader, parseAsString } from 'nuqs/server';

/** Which of a datapoint's sessions is shown; null for the worst. */
export const repetitionParams = { session: parseAsString };

export const loadRepetitionParams = createLoader(repetitionParams);
