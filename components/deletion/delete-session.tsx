import { formatCounted } from '@/components/ui/format-number';
import { deleteSession } from '@/lib/query/deletions';
import { runPath, sessionsPath } from '@/lib/query/paths';
import { DeleteButton } from './delete-button';

interface DeleteSessionProps {
  readonly project: string;
  readonly sessionId: string;
  readonly runId: string | null;
  readonly spanCount: number;
}

export function DeleteSession({ project, sessionId, runId, spanCount }: DeleteSessionProps) {
  const others = runId === null ? '' : ' The other sessions of the run are checked anew.';
  const deleted = { deleted: 'session' };
  return (
    <DeleteButton
      project={project}
      noun="session"
      description={`${formatCounted(spanCount, 'span')} will be removed, with the events, findings and everything that was received for the session. Links to it will lead nowhere.${others} This can not be undone.`}
      run={() => deleteSession(project, sessionId)}
      afterwards={runId === null ? sessionsPath(project, deleted) : runPath(project, runId, deleted)}
    />
  );
}
