import { ConfigError } from '../lib/env';
import { BEHAVIOURS } from '../lib/receiver-suite/behaviours';
import { type BehaviourResult, runSuite } from '../lib/receiver-suite/run-suite';
import { openTarget, type Target } from '../lib/receiver-suite/target';
import { readKey } from './read-key';

/** Flags of `check-receiver`, as typed. */
export interface CheckReceiverFlags {
  readonly api?: string;
  readonly only?: string;
  readonly json?: boolean;
  readonly key?: string;
}

/**
 * Tries every behaviour on a receiver of OTLP/HTTP and prints one line for each.
 * @returns true when nothing failed
 * @throws ConfigError when the address is none, or nothing answers there.
 */
export async function checkReceiver(address: string, flags: CheckReceiverFlags): Promise<boolean> {
  const behaviours = chosen(flags.only);
  const api = flags.api === undefined ? null : urlOf(flags.api);
  const target = await open(urlOf(address), api, readKey(flags.key, process.env));
  const results: BehaviourResult[] = [];
  for await (const result of runSuite(target, behaviours)) {
    results.push(result);
    if (!flags.json) console.log(lineOf(result));
  }
  target.close();
  console.log(
    flags.json ? JSON.stringify({ url: target.url.href, behaviours: results }, null, 2) : sumOf(results, target),
  );
  return results.every(({ outcome }) => outcome !== 'FAIL');
}

function chosen(only: string | undefined): typeof BEHAVIOURS {
  if (only === undefined) return BEHAVIOURS;
  const ids = new Set(only.split(',').map((id) => id.trim().toUpperCase()));
  const behaviours = BEHAVIOURS.filter(({ id }) => ids.has(id));
  if (behaviours.length < ids.size) throw new ConfigError(`--only takes P1 to P${BEHAVIOURS.length}, not ${only}.`);
  return behaviours;
}

function urlOf(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new ConfigError(`${address} is no address of a receiver; give one such as http://localhost:4318.`);
}

async function open(url: URL, apiUrl: URL | null, key: string | null): Promise<Target> {
  try {
    return await openTarget({ url, api: await apiAt(apiUrl ?? url, apiUrl !== null, key), key });
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    throw new ConfigError(`Nothing answers at ${url.origin}.`, { cause });
  }
}

/** Our own JSON API, by which what is stored can be looked at; null where it is not and was not asked for. */
async function apiAt(origin: URL, isAsked: boolean, key: string | null): Promise<Target['api']> {
  const headers = key === null ? {} : { authorization: `Bearer ${key}` };
  const get = async (path: string) => {
    const response = await fetch(new URL(path, origin), { headers, signal: AbortSignal.timeout(10_000) });
    return { status: response.status, text: await response.text() };
  };
  const { status, text } = await get('/api/health');
  if (status === 200 && text.includes('"store"')) return get;
  if (isAsked) throw new ConfigError(`${origin.origin} is no Baggage Claim: /api/health answered ${status}.`);
  return null;
}

const WIDTH_OF_OUTCOME = 'not offered'.length;
const WIDTH_OF_LEVEL = 'required'.length;

function lineOf({ id, outcome, level, title, cases }: BehaviourResult): string {
  const line = [id.padEnd(3), outcome.padEnd(WIDTH_OF_OUTCOME), level.padEnd(WIDTH_OF_LEVEL), title].join('  ');
  const telling = cases.filter((one) => one.outcome === outcome && one.why !== '');
  const untried = cases.filter((one) => one.outcome === 'skipped').length;
  if (telling[0] !== undefined) {
    const share =
      outcome === 'FAIL' ? `${telling.length} of ${cases.length} cases, such as “${telling[0].name}”: ` : '';
    return `${line} — ${share}${printable(telling[0].why)}`;
  }
  return untried === 0 ? line : `${line} — ${untried} of ${cases.length} cases skipped`;
}

/** What a server sent may hold line breaks and escape sequences. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}

function sumOf(results: readonly BehaviourResult[], { url, api }: Target): string {
  const count = (outcome: string) => results.filter((result) => result.outcome === outcome).length;
  const cases = results.flatMap((result) => result.cases);
  const tried = cases.filter(({ outcome }) => outcome === 'ok' || outcome === 'FAIL').length;
  const hint =
    api === null
      ? '\nWhat is stored was not looked at; --api <url> names the server of the pages and the JSON API.'
      : '';
  return (
    `\n${url.origin}: ${count('ok')} behaviours ok, ${count('FAIL')} failed, ${count('skipped')} skipped, ` +
    `${count('not offered')} not offered; ${tried} of ${cases.length} cases tried.${hint}`
  );
}
