import { formatCounted } from '@/components/ui/format-number';
import type { RunDetail } from '@/lib/contracts/runs';
import { deleteRun } from '@/lib/query/deletions';
import { runsPath } from '@/lib/query/paths';
import { DeleteButton } from './delete-button';

interface DeleteRunProps {
  readonly project: string;
  readonly run: Pick<RunDetail, 'runId' | 'sessions' | 'spans'>;
}

export function DeleteRun({ project, run: { runId, sessions, spans } }: DeleteRunProps) {
  return (
    <DeleteButton
      project={project}
      noun="run"
      description={`${formatCounted(sessions, 'session')} with ${formatCounted(spans, 'span')} will be removed, with their events, findings and everything that was received for them. Links to them will lead nowhere. This can not be undone.`}
      run={(onProgress) => deleteRun(project, runId, onProgress)}
      afterwards={runsPath(project, { deleted: 'run' })}
    />
  );
}
