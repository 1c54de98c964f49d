import { Card } from '@/components/ui/card';
import { RowsSkeleton } from '@/components/ui/rows-skeleton';

export default function KeysLoading() {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="h-24" />
      <Card className="h-72" />
      <Card>
        <RowsSkeleton label="Loading the history" />
      </Card>
    </div>
  );
}
