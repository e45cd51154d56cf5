import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { createLease } from '@lead-nurturing/service-kit/mongo/lease';
import type { InTransaction, Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { startWorker, type Worker } from '@lead-nurturing/service-kit/runtime/worker';
import type { EnrollmentStore } from './enrollment.store';
import { createPublishDue, type PublishDueDeps } from './publish-due.service';

export interface SchedulerDeps extends PublishDueDeps {
  connection: Connection;
  enrollments: Pick<EnrollmentStore, 'isAnyDue' | 'due'>;
  inTransaction: InTransaction;
  clock: Clock;
}

const BATCH_SIZE = 100;
const IDLE_MS = 250;

/**
 * Publishes each due step once: the step is marked in the transaction that publishes it. The lease only keeps several
 * instances from doing the same work.
 */
export function startScheduler(deps: SchedulerDeps): Worker {
  const { connection, enrollments, inTransaction, clock, log } = deps;
  const lease = createLease(connection, 'step-scheduler');
  const publishDue = createPublishDue(deps);

  const emit = async (session: Session): Promise<number> => {
    const now = clock.now();
    const due = await enrollments.due(session, now, BATCH_SIZE);
    const ofCompany = Map.groupBy(due, ({ company_id }) => company_id);
    for (const [company, theirs] of ofCompany) await publishDue(session, company, theirs, now);
    return due.length;
  };

  const tick = async () => {
    if (!(await lease.hold())) return false;
    if (!(await enrollments.isAnyDue(clock.now()))) return false;
    return (await inTransaction(emit)) > 0;
  };

  const worker = startWorker({ name: 'step-scheduler', log, idleMs: IDLE_MS, tick });
  return {
    wake: worker.wake,
    stop: async () => {
      await worker.stop();
      await lease.release();
    },
  };
}
