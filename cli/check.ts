import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inWords } from '../lib/audit/in-words';
import { projectListSchema } from '../lib/contracts/projects';
import { ConfigError } from '../lib/env';
import { prettyGate } from '../lib/gate/pretty';
import { apiPaths } from '../lib/query/paths';
import { renderReport } from '../lib/report/render-report';
import { visibleText } from '../lib/trace/visible-text';
import { type CheckFlags, type GateOptions, readGateOptions } from './gate-options';
import { type AskServer, openGateServer, RefusedError, UnansweredError } from './gate-server';
import { openProgressLine } from './progress-line';
import { gateReport, runGate } from './run-gate';

const PASSED = 0;
const FAILED = 1;
const UNANSWERED = 3;
const UNAUTHENTICATED = 401;
const NOT_FOUND = 404;
const PROJECTS_MAX = 10;

/**
 * Judges a run by the conditions of a gate, prints the result and writes the reports that are asked for.
 * @returns the exit code: 0 when the gate passes, 1 when it fails, 3 without an answer, or without a settled run in time
 * @throws ConfigError when a flag is no use or names what is not there.
 */
export async function check(flags: CheckFlags): Promise<number> {
  const options = readGateOptions(flags);
  const ask = openGateServer(options.server, options.key);
  try {
    return (await judge(ask, options)) ? PASSED : FAILED;
  } catch (error) {
    if (!(error instanceof UnansweredError)) throw error;
    console.error(error.message);
    return UNANSWERED;
  }
}

async function judge(ask: AskServer, options: GateOptions): Promise<boolean> {
  try {
    const gate = await runGate(ask, options, openProgressLine(process.stderr));
    const isReported = options.reports.some(({ format }) => format !== 'pretty');
    const report = isReported ? await gateReport(ask, options.project, gate) : null;
    for (const { format, file } of options.reports) {
      const hasColours = file === null && process.stdout.isTTY && !process.env.NO_COLOR;
      const text =
        format === 'pretty' || report === null ? prettyGate(gate, { hasColours }) : renderReport(format, report).text;
      if (file === null) console.log(text.trimEnd());
      else await write(file, text);
    }
    return gate.outcome.passed;
  } catch (error) {
    throw error instanceof RefusedError ? await explained(ask, options, error) : error;
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text.endsWith('\n') ? text : `${text}\n`);
  } catch (cause) {
    throw new ConfigError(`--output ${file} can not be written: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

/** What is not there, and what is. */
async function explained(
  ask: AskServer,
  { server, key, project }: GateOptions,
  refused: RefusedError,
): Promise<ConfigError> {
  if (refused.status === UNAUTHENTICATED) {
    const what =
      key === null ? 'takes keys: give one as --key or in HH_API_KEY' : 'does not know this key, or it was revoked';
    return new ConfigError(`${server} ${what}.`, { cause: refused });
  }
  if (refused.status !== NOT_FOUND) return new ConfigError(refused.message, { cause: refused });
  const { projects } = await ask(apiPaths.projects(), projectListSchema);
  if (projects.some(({ name }) => name === project)) {
    const hint = '--run takes a run id or “latest”, --baseline a run id or “baseline”.';
    return new ConfigError(`${refused.message} ${hint}`, { cause: refused });
  }
  const names = projects.slice(0, PROJECTS_MAX).map(({ name }) => visibleText(name));
  const known = names.length === 0 ? 'It has none yet.' : `It has ${inWords(names)}.`;
  return new ConfigError(`There is no project ${visibleText(project)} at ${server}. ${known}`, { cause: refused });
}
