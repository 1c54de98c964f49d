import { z } from 'zod';

/** What is in braces in the paths of the JSON API. */
export const project = z.string().describe('Name of the project');
export const run = z.string().describe('Run id, as the client knows it');
export const session = z.string().describe('Session id; the trace id for spans that name no session');
export const span = z.string().describe('16 hex digits');
export const path = z.string().describe('16 hex digits: a place in the merged tree');
export const snapshot = z.string().describe('Id of the snapshot, from its list');
export const token = z.string().describe('From the link');
export const key = z.string().describe('Id of the key, from its list');
