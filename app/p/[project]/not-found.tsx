import { ProjectNotFound } from '@/components/shell/project-not-found';

export default function NotFound() {
  return <ProjectNotFound />;
}
