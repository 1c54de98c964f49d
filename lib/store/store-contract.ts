import { afterEach, beforeEach, describe, test } from 'vitest';
import { describeAppending } from './contract/appending';
import { describeAudits } from './contract/audits';
import { describeBaselines } from './contract/baselines';
import { describeCatalog } from './contract/catalog';
import { describeDeletions } from './contract/deletions';
import { describeDeliveries } from './contract/deliveries';
import { describeEvidence } from './contract/evidence';
import { describeKeys } from './contract/keys';
import { describeLocations } from './contract/locations';
import { describeProjects } from './contract/projects';
import { describeRuns } from './contract/runs';
import { describeSessionLists } from './contract/session-lists';
import { describeSessions } from './contract/sessions';
import { describeSnapshots } from './contract/snapshots';
import { StoreFixture } from './contract/store-fixture';
import { describeStructures } from './contract/structures';
import type { Store } from './store';

/** What every engine promises. Each test starts with an empty store. */
export function describeStoreContract(engine: string, open: () => Promise<Store>): void {
  describe(`store (${engine})`, () => {
    const fixture = new StoreFixture();
    beforeEach(async () => fixture.use(await open()));
    afterEach(() => fixture.store.close());

    describeProjects(fixture);
    describeAppending(fixture);
    describeEvidence(fixture);
    describeSessions(fixture);
    describeRuns(fixture);
    describeSessionLists(fixture);
    describeAudits(fixture);
    describeStructures(fixture);
    describeBaselines(fixture);
    describeSnapshots(fixture);
    describeLocations(fixture);
    describeDeletions(fixture);
    describeDeliveries(fixture);
    describeCatalog(fixture);
    describeKeys(fixture);

    test('is writable', () => fixture.store.checkWritable());
  });
}
