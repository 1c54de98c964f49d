import { fileURLToPath } from 'node:url';
import { OFFLINE } from './clients.js';
import { newExpectations } from './expectations.js';
import { runCommand } from './run-command.js';
import { storedAt } from './stored.js';

const PROGRAM_SECONDS = 120;
const EXTENSIONS = { python: 'py', npm: 'mjs' };
/** What a server without keys files under this: calls that name no project. */
export const PROJECT = 'default';

/**
 * Runs one program with one client and checks what it left behind.
 * @returns {Promise<{program: string, client: string, outcome: 'pass' | 'fail' | 'not offered', seconds: number,
 *   problems: string[], faults: {what: string, says: string}[], reason?: string, output?: string}>}
 */
export async function runCell(program, client, origin) {
  const cell = { program: program.name, client: client.name, seconds: 0, problems: [], faults: [] };
  const reason = program.notOffered?.[client.name] ?? program.notOffered?.[client.language];
  if (reason !== undefined) return { ...cell, outcome: 'not offered', reason };
  const began = performance.now();
  const expect = newExpectations();
  let output;
  try {
    output = await runProgram(program, client, origin);
    const printed = reportIn(output);
    expect.equal('hosts the client tried to reach', printed.elsewhere, []);
    await program.check({ printed, client, expect, stored: storedAt(origin, PROJECT) });
  } catch (error) {
    expect.problems.push(inShort(error));
  }
  const outcome = expect.problems.length === 0 ? 'pass' : 'fail';
  const seconds = (performance.now() - began) / 1000;
  return { ...cell, outcome, seconds, output, problems: expect.problems, faults: expect.faults };
}

function runProgram({ name, program = name, environment }, client, origin) {
  const file = fileURLToPath(new URL(`programs/${program}.${EXTENSIONS[client.language]}`, import.meta.url));
  return runCommand(client.command, [file], {
    folder: client.folder,
    seconds: PROGRAM_SECONDS,
    environment: {
      ...OFFLINE,
      CONFORMANCE_SERVER: origin,
      HH_API_URL: origin,
      HH_API_KEY: 'any',
      PYTHONDONTWRITEBYTECODE: '1',
      ...environment,
    },
  });
}

/** What a program says it made; clients print lines of their own around it. */
function reportIn(output) {
  const [, report] = /^report (.*)$/m.exec(output) ?? [];
  if (report === undefined) throw new Error(`the program ended without its report:\n${output}`);
  return JSON.parse(report);
}

const LINES_MAX = 12;

/** Message and place of an error: the frames below the check are this script's own, and tracebacks end with the cause. */
function inShort(error) {
  const place = error.stack?.split('\n').find((line) => line.includes('/checks/')) ?? '';
  const lines = `${error.name}: ${error.message} ${place.trim()}`.trimEnd().split('\n');
  if (lines.length <= LINES_MAX) return lines.join('\n');
  return [lines[0], '…', ...lines.slice(2 - LINES_MAX)].join('\n');
}
