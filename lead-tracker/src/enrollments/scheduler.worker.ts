import type { NewFact } from '@lead-nurturing/contracts/fact';
import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { createLease } from '@lead-nurturing/service-kit/mongo/lease';
import type { InTransaction, Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Outbox } from '@lead-nurturing/service-kit/outbox/outbox';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { Log } from '@lead-nurturing/service-kit/runtime/log';
import { startWorker, type Worker } from '@lead-nurturing/service-kit/runtime/worker';
import type { LeadStore } from '../leads/lead.store';
import type { PersonStore } from '../people/person.store';
import type { ProductStore } from '../products/product.store';
import type { SequenceStore } from '../sequences/sequence.store';
import type { EnrollmentDocument } from './enrollment.model';
import type { EnrollmentStore } from './enrollment.store';
import { emitted } from './progress';
import { stepDue } from './step-due';

export interface SchedulerDeps {
  connection: Connection;
  enrollments: EnrollmentStore;
  sequences: SequenceStore;
  leads: LeadStore;
  people: PersonStore;
  products: ProductStore;
  outbox: Outbox;
  inTransaction: InTransaction;
  clock: Clock;
  log: Log;
}

const AT_ONCE = 100;
const IDLE_MS = 250;

/**
 * Tells of due steps, each once: marking a step and telling of it is one transaction. The lease only keeps several
 * instances from doing the same work twice in vain.
 */
export function startScheduler(deps: SchedulerDeps): Worker {
  const { connection, enrollments, sequences, leads, people, products, outbox, inTransaction, clock, log } = deps;
  const lease = createLease(connection, 'step-scheduler');

  const read = async (session: Session, company: string, due: readonly EnrollmentDocument[]) => {
    const found = await leads.findMany(
      company,
      due.map(({ lead_id }) => lead_id),
      session,
    );
    const persons = await people.findMany(
      company,
      found.map(({ person_id }) => person_id),
      session,
    );
    const configured = await products.findMany(
      session,
      company,
      found.map(({ product_id }) => product_id),
    );
    return {
      leadOf: new Map(found.map((lead) => [lead._id, lead])),
      personOf: new Map(persons.map((person) => [person._id, person])),
      configured,
    };
  };

  const factsOf = async (session: Session, company: string, due: readonly EnrollmentDocument[]) => {
    const { leadOf, personOf, configured } = await read(session, company, due);
    const facts: NewFact[] = [];
    for (const enrollment of due) {
      const { sequence_code, sequence_version, lead_id, product_id } = enrollment;
      const sequence = await sequences.version(session, company, sequence_code, sequence_version);
      const lead = leadOf.get(lead_id);
      const person = lead && personOf.get(lead.person_id);
      if (!sequence || !person) throw new Error('an enrollment without its lead, person or sequence');
      facts.push(
        stepDue({ enrollment, sequence, lead, person, productName: configured.get(product_id)?.name ?? product_id }),
      );
    }
    return facts;
  };

  const emit = async (session: Session): Promise<number> => {
    const now = clock.now();
    const due = await enrollments.due(session, now, AT_ONCE);
    const [first] = due;
    if (!first) return 0;
    const facts = await factsOf(session, first.company_id, due);
    await enrollments.save(
      session,
      due.map((enrollment) => emitted(enrollment, now)),
    );
    await outbox.append(session, first.company_id, facts);
    return due.length;
  };

  const turn = async () => {
    if (!(await lease.hold())) return false;
    if (!(await enrollments.isAnyDue(clock.now()))) return false;
    return (await inTransaction(emit)) > 0;
  };

  const worker = startWorker({ name: 'step-scheduler', log, idleMs: IDLE_MS, turn });
  return {
    wake: worker.wake,
    stop: async () => {
      await worker.stop();
      await lease.release();
    },
  };
}
