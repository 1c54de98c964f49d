import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import { aRun, attributionCounts } from '@/components/testing/a-run';
import { renderPage } from '@/components/testing/render';
import { GateButton } from './gate-button';
import { presetShare } from './preset-share';

afterEach(cleanup);

const RUN = aRun({
  runId: "run '1'",
  attribution: {
    run_id: attributionCounts({ present: 8 }),
    datapoint_id: attributionCounts({ present: 412, missing: 2768 }),
    dataset_id: attributionCounts({ notApplicable: 8 }),
  },
});

async function open(): Promise<HTMLElement> {
  renderPage(<GateButton project="demo" run={RUN} />);
  await userEvent.click(screen.getByRole('button', { name: 'Gate in CI…' }));
  return screen.findByRole('dialog', { name: 'Gate in CI' });
}

/** What the copy button of a block would copy, as it is shown. */
function code(label: string): string {
  const block = screen.getByText(label).closest('figure');
  return block === null ? '' : (within(block).getByRole('code').textContent ?? '');
}

describe('the dialog', () => {
  test('begins with what the run reaches, never more, and nothing for a key that no span is judged for', async () => {
    await open();
    expect(screen.getByLabelText<HTMLInputElement>('run_id').value).toBe('100');
    expect(screen.getByLabelText<HTMLInputElement>('datapoint_id').value).toBe('12.9');
    expect(screen.getByLabelText<HTMLInputElement>('dataset_id').value).toBe('');
    const command = code('Command for this run');
    expect(command).toContain("--run 'run '\\''1'\\'''");
    expect(command).toContain(`--server ${window.location.origin} `);
    expect(command).toMatch(
      /--baseline baseline \\\n {2}--min run_id=100% \\\n {2}--min datapoint_id=12.9% \\\n {2}--fail-on new$/,
    );
    expect(code('.github/workflows/attribution.yml')).toContain('--run latest');
  });

  test('without a baseline offers nothing that compares', async () => {
    await open();
    await userEvent.selectOptions(screen.getByLabelText('Compare with'), 'Nothing');
    expect(screen.getByLabelText<HTMLSelectElement>('Also fail on').value).toBe('none');
    expect(screen.getByRole<HTMLOptionElement>('option', { name: 'A confirmed regression' }).disabled).toBe(true);
    expect(code('Command for this run')).not.toContain('--baseline');
    await userEvent.selectOptions(screen.getByLabelText('Also fail on'), 'Any loss in the run');
    expect(code('Command for this run')).toMatch(/--fail-on any$/);
  });

  test('leaves out what is no share, and says so', async () => {
    await open();
    const field = screen.getByLabelText('run_id');
    await userEvent.clear(field);
    await userEvent.type(field, '101');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText('Left out: give 0 to 100')).toBeTruthy();
    expect(code('Command for this run')).not.toContain('run_id');
    await userEvent.clear(field);
    await userEvent.type(field, '99.5');
    expect(code('Command for this run')).toContain('--min run_id=99.5%');
  });

  test('gives the focus back when it is closed', async () => {
    await open();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement?.textContent).toBe('Gate in CI…');
  });
});

test.each([
  [{ good: 8, judged: 8 }, '100'],
  [{ good: 9_999, judged: 10_000 }, '99.9'],
  [{ good: 0, judged: 8 }, ''],
  [{ good: 0, judged: 0 }, ''],
])('%j begins at “%s” %%', (share, text) => {
  expect(presetShare(share)).toBe(text);
});
