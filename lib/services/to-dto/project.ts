import 'server-only';
import type { ProjectDto } from '../../contracts/projects';
import type { Project } from '../../domain/records';

export function toProject(project: Project): ProjectDto {
  return {
    name: project.name,
    routing: project.routing,
    contract: project.contract,
    createdAt: project.createdAt.toISOString(),
  };
}
