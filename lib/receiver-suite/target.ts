import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { Skipped } from './expectations';

/** What a receiver says of itself at `/limits`, as far as the suite needs it. */
export interface SaidLimits {
  readonly maxBodyBytes?: number;
  readonly headersSeconds?: number;
  readonly bodyGraceSeconds?: number;
  readonly authentication?: string;
}

/** States that a receiver can not be brought into from outside. */
export type Fault = 'full' | 'broken' | 'unavailable';

export interface TargetOptions {
  readonly url: URL;
  /** Answers a GET of our own JSON API; null for servers without it. */
  readonly api?: ((path: string) => Promise<{ readonly status: number; readonly text: string }>) | null;
  /** Receivers in these states. */
  readonly faults?: Readonly<Record<Fault, URL>> | null;
  /** Sent as a bearer with everything; null for none. */
  readonly key?: string | null;
}

/** The receiver that is looked at. */
export interface Target extends Required<TargetOptions> {
  readonly limits: SaidLimits;
  readonly agent: Agent;
  close(): void;
}

export async function openTarget({ url, api = null, faults = null, key = null }: TargetOptions): Promise<Target> {
  const agent = url.protocol === 'https:' ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  return { url, api, faults, key, limits: await saidLimits(url), agent, close: () => agent.destroy() };
}

/** @throws Error when nothing answers at all. */
async function saidLimits(url: URL): Promise<SaidLimits> {
  const answer = await fetch(new URL('/limits', url), { signal: AbortSignal.timeout(5000) });
  if (!answer.ok) return {};
  return answer.json().catch(() => ({}));
}

/** @throws Skipped where it does not say. */
export function said<K extends keyof SaidLimits>(target: Target, limit: K): NonNullable<SaidLimits[K]> {
  const value = target.limits[limit];
  if (value === undefined || value === null) throw new Skipped(`the server does not say its ${limit} at /limits`);
  return value;
}

/** The same target in a bad state. @throws Skipped where that can not be had. */
export function inState(target: Target, fault: Fault): Target {
  if (target.faults === null) throw new Skipped('a server can not be made to fail from outside');
  return { ...target, url: target.faults[fault] };
}
