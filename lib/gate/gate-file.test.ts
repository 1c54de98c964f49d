import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type GateChoices, gateCommand, gateWorkflow } from './gate-file';
import { parseThreshold } from './parse-threshold';

function choices(members: Partial<GateChoices> = {}): GateChoices {
  return {
    server: 'https://baggage.example.org',
    project: 'demo',
    run: 'latest',
    baseline: 'baseline',
    conditions: {
      thresholds: [parseThreshold('run_id=100%'), parseThreshold('*=99.5%')],
      failOn: 'new',
      maxLost: null,
    },
    ...members,
  };
}

/** The arguments that bash makes of a command line which begins with `npx`. */
function argumentsOf(command: string): readonly string[] {
  const script = `npx() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

/** An expression whose value is the opening of one. */
const OPENING_AS_TEXT = `\${{ '\${{' }}`;
const OUR_EXPRESSIONS = [
  `\${{ secrets.HH_API_KEY }}`,
  `\${{ github.token }}`,
  `\${{ github.event.pull_request.number }}`,
];

/** The script of the step `Gate`, as GitHub hands it to bash. */
function gateScript(workflow: string): string {
  const [, script = ''] = /- name: Gate\n {8}run: \|\n((?: {10}.*\n)+)/.exec(workflow) ?? [];
  return script.replace(/^ {10}/gm, '').replaceAll(OPENING_AS_TEXT, () => '${{');
}

/** Text that a client may have chosen: with quotes, line ends, expressions, half characters. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        `\${{ secrets.TOKEN }}`,
        '$(id)',
        '`id`',
        "'",
        '"',
        '\\',
        '\n',
        '\r\n',
        '\u2028',
        '\u202e',
        '\u0085',
        ' ',
      ),
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

/** What an argument can hold: no NUL. */
function sayable(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
}

describe('the command', () => {
  test('is one flag a line', () => {
    expect(gateCommand(choices())).toBe(
      [
        'npx baggage-claim check \\',
        '  --server https://baggage.example.org \\',
        '  --project demo \\',
        '  --run latest \\',
        '  --baseline baseline \\',
        '  --min run_id=100% \\',
        "  --min '*=99.5%' \\",
        '  --fail-on new',
      ].join('\n'),
    );
  });

  test('without a baseline names none, and says how many keys may be lost', () => {
    const command = gateCommand(choices({ baseline: null, conditions: { thresholds: [], failOn: 'any', maxLost: 0 } }));
    expect(command).not.toContain('--baseline');
    expect(argumentsOf(command).slice(-4)).toEqual(['--max-lost', '0', '--fail-on', 'any']);
  });

  test('hands every name to the program as it is, and nothing of it to the shell', () => {
    fc.assert(
      fc.property(hostile, hostile, (project, run) => {
        const words = argumentsOf(gateCommand(choices({ project, run })));
        expect(words.slice(4, 8)).toEqual(['--project', sayable(project), '--run', sayable(run)]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the workflow', () => {
  test('runs the same command, with a report for every use', () => {
    const words = argumentsOf(gateScript(gateWorkflow(choices())));
    const reports = ['junit', 'gate.xml', 'sarif', 'gate.sarif', 'markdown', 'gate.md'];
    expect(words.slice(0, argumentsOf(gateCommand(choices())).length)).toEqual(argumentsOf(gateCommand(choices())));
    expect(words.filter((word) => reports.includes(word))).toEqual(reports);
  });

  test('can not be broken out of by a name: no line, no expression', () => {
    fc.assert(
      fc.property(hostile, (project) => {
        const workflow = gateWorkflow(choices({ project }));
        expect(workflow.split('\n')).toHaveLength(gateWorkflow(choices()).split('\n').length);
        const expressions = workflow.match(/\$\{\{[^}]*\}\}/g) ?? [];
        expect(expressions.filter((one) => one !== OPENING_AS_TEXT)).toEqual(OUR_EXPRESSIONS);
        expect(argumentsOf(gateScript(workflow))[5]).toBe(sayable(project));
      }),
      { numRuns: 60 },
    );
  });

  test('is the one that the documentation shows', () => {
    const docs = readFileSync(new URL('../../docs/gate.md', import.meta.url), 'utf8');
    expect(docs).toContain(`\`\`\`yaml\n${gateWorkflow(choices())}\`\`\`\n`);
  });
});
