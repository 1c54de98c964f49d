'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { LoaderCircle, PackagePlus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { runsPath } from '@/lib/query/paths';
import { loadSample } from '@/lib/query/projects';

/** Loads the sample project and goes there. */
export function LoadSampleButton() {
  const router = useRouter();
  const queryClient = useQueryClient();
  const sample = useMutation({
    mutationFn: loadSample,
    onSuccess: async ({ project }) => {
      await queryClient.invalidateQueries();
      router.push(runsPath(project));
    },
  });
  // After success the button stays busy until the next page is there.
  const isBusy = sample.isPending || sample.isSuccess;
  return (
    <div className="grid justify-items-start gap-2">
      <Button variant="primary" size="lg" disabled={isBusy} onClick={() => sample.mutate()}>
        {isBusy ? <LoaderCircle aria-hidden className="animate-spin" /> : <PackagePlus aria-hidden />}
        Load the sample
      </Button>
      <p role="status" className="text-xs text-ink-muted empty:hidden">
        {sample.isPending && 'Replaying two recorded runs…'}
        {sample.isSuccess && `${sample.data.requests} requests replayed. Opening the runs…`}
      </p>
      {sample.isError && (
        <p role="alert" className="text-xs text-state-missing">
          The sample could not be loaded: {sample.error.message}
        </p>
      )}
    </div>
  );
}
