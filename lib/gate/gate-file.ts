import type { GateConditions } from './conditions';
import { formatThreshold } from './parse-threshold';
import { quoteWord } from './quote-word';

export interface GateChoices {
  readonly server: string;
  readonly project: string;
  /** A run id, or `latest`. */
  readonly run: string;
  /** A run id, or `baseline` for the one the server names; null for none. */
  readonly baseline: string | null;
  readonly conditions: GateConditions;
}

interface ReportFile {
  readonly format: string;
  readonly file: string;
}

const REPORTS: readonly ReportFile[] = [
  { format: 'junit', file: 'gate.xml' },
  { format: 'sarif', file: 'gate.sarif' },
  { format: 'markdown', file: 'gate.md' },
];

/** The command line of a gate, one flag a line. */
export function gateCommand(choices: GateChoices): string {
  return commandOf(choices, []).join(' \\\n  ');
}

function commandOf(choices: GateChoices, reports: readonly ReportFile[]): readonly string[] {
  const { server, project, run, baseline, conditions } = choices;
  const flags: (readonly [flag: string, value: string])[] = [
    ['--server', server],
    ['--project', project],
    ['--run', run],
    ...(baseline === null ? [] : [['--baseline', baseline] as const]),
    ...conditions.thresholds.map((threshold) => ['--min', formatThreshold(threshold)] as const),
    ...(conditions.maxLost === null ? [] : [['--max-lost', String(conditions.maxLost)] as const]),
    ['--fail-on', conditions.failOn],
  ];
  const files = reports.map(({ format, file }) => `--format ${format} --output ${quoteWord(file)}`);
  return ['npx baggage-claim check', ...flags.map(([flag, value]) => `${flag} ${quoteWord(value)}`), ...files];
}

/**
 * A GitHub Actions workflow that runs the gate on pull requests, uploads its reports and comments on the pull request.
 * What comes from clients stays text: it is quoted for bash, and GitHub does not read it as an expression.
 */
export function gateWorkflow(choices: GateChoices): string {
  const command = commandOf(choices, REPORTS).map(withoutExpressions).join(' \\\n            ');
  return `name: Attribution
on: pull_request

permissions:
  contents: read
  pull-requests: write
  security-events: write

jobs:
  gate:
    runs-on: ubuntu-latest
    # Read by client and gate. A server without keys needs none: then leave the secret out.
    env:
      HH_API_KEY: \${{ secrets.HH_API_KEY }}
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: 24

      # Your experiment. Its client sends to the server that the gate asks.
      - name: Run the experiment
        run: python experiment.py

      - name: Gate
        run: |
          ${command}

      - name: Keep the JUnit report
        if: always() && hashFiles('gate.xml') != ''
        uses: actions/upload-artifact@v4
        with:
          name: attribution
          path: gate.xml
      - name: Show what was found under Code scanning
        if: always() && hashFiles('gate.sarif') != ''
        continue-on-error: true
        uses: github/codeql-action/upload-sarif@v4
        with:
          sarif_file: gate.sarif
          category: attribution
      - name: Comment on the pull request
        if: always() && hashFiles('gate.md') != ''
        continue-on-error: true
        env:
          GH_TOKEN: \${{ github.token }}
        run: >-
          gh pr comment \${{ github.event.pull_request.number }}
          --body-file gate.md --edit-last --create-if-none
`;
}

const OPENING = '${{';

/** GitHub replaces expressions in scripts before bash sees them; here one stands for the opening itself. */
function withoutExpressions(text: string): string {
  return text.replaceAll(OPENING, () => `${OPENING} '${OPENING}' }}`);
}
