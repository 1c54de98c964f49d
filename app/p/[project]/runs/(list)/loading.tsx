import { RunTableSkeleton } from '@/components/runs/run-table-skeleton';
import { Card } from '@/components/ui/card';

export default function RunsLoading() {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Card className="h-56" />
      <Card>
        <div className="h-13 border-b border-line" />
        <RunTableSkeleton />
      </Card>
    </div>
  );
}
