import type { NewDomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Outbox } from '@lead-nurturing/service-kit/outbox/outbox';
import type { Log } from '@lead-nurturing/service-kit/runtime/log';
import type { LeadStore } from '../leads/lead.store';
import type { PersonStore } from '../people/person.store';
import type { ProductStore } from '../products/product.store';
import type { SequenceStore } from '../sequences/sequence.store';
import type { EnrollmentDocument } from './enrollment.model';
import type { EnrollmentStore } from './enrollment.store';
import { exitedEvent } from './exited-event';
import { emitted, exited } from './progress';
import { stepDue } from './step-due';

export interface PublishDueDeps {
  enrollments: EnrollmentStore;
  sequences: SequenceStore;
  leads: LeadStore;
  people: PersonStore;
  products: ProductStore;
  outbox: Outbox;
  log: Log;
}

/** Tells of the due steps of one company and marks them, in one transaction. */
export type PublishDue = (
  session: Session,
  company: string,
  due: readonly EnrollmentDocument[],
  now: Date,
) => Promise<void>;

/** Why an enrollment ends that lacks what its step is made of: no later turn would find it. */
const DATA_MISSING = 'data_missing';

const versionKey = (code: string, version: number): string => `${code}|${String(version)}`;

/** The versions these enrollments are on, each once. */
const versionsOf = (due: readonly EnrollmentDocument[]) => [
  ...new Map(
    due.map(({ sequence_code: code, sequence_version: version }) => [versionKey(code, version), { code, version }]),
  ).values(),
];

export function createPublishDue(deps: PublishDueDeps): PublishDue {
  const { enrollments, sequences, leads, people, products, outbox, log } = deps;

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
    const versions = await sequences.versions(session, company, versionsOf(due));
    return {
      leadOf: new Map(found.map((lead) => [lead._id, lead])),
      personOf: new Map(persons.map((person) => [person._id, person])),
      configured,
      sequenceOf: new Map(versions.map((sequence) => [versionKey(sequence.code, sequence.version), sequence])),
    };
  };

  return async (session, company, due, now) => {
    const { leadOf, personOf, configured, sequenceOf } = await read(session, company, due);

    const publish = (enrollment: EnrollmentDocument): { after: EnrollmentDocument; domainEvent: NewDomainEvent } => {
      const { lead_id, product_id, sequence_code, sequence_version } = enrollment;
      const sequence = sequenceOf.get(versionKey(sequence_code, sequence_version));
      const lead = leadOf.get(lead_id);
      const person = lead && personOf.get(lead.person_id);
      const productName = configured.get(product_id)?.name ?? product_id;
      const domainEvent = sequence && person && stepDue({ enrollment, sequence, lead, person, productName });
      if (domainEvent) return { after: emitted(enrollment, now), domainEvent };
      log.error({ enrollment_id: enrollment._id }, 'an enrollment without its lead, person, sequence or step is ended');
      const after = exited(enrollment, DATA_MISSING, now);
      return { after, domainEvent: exitedEvent(after, DATA_MISSING) };
    };

    const told = due.map(publish);
    await enrollments.save(
      session,
      told.map(({ after }) => after),
    );
    await outbox.append(
      session,
      company,
      told.map(({ domainEvent }) => domainEvent),
    );
  };
}
