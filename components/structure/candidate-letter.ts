'use client';

import { createContext } from 'react';

/** What the candidate is called beside the baseline, A, where a matrix tells of both. */
export const CandidateLetter = createContext('B');
