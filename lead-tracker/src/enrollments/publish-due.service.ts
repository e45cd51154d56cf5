import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Log } from '@lead-nurturing/service-kit/runtime/log';
import { combine, type Commit } from '@lead-nurturing/service-kit/unit-of-work';
import type { LeadStore } from '../leads/lead.store';
import type { PersonStore } from '../people/person.store';
import type { ProductStore } from '../products/product.store';
import type { SequenceStore } from '../sequences/sequence.store';
import type { EnrollmentDocument } from './enrollment.model';
import { emitted, exit, type EnrollmentDocuments, type EnrollmentWork } from './progress';
import { stepDue } from './step-due';

export interface PublishDueDeps {
  sequences: Pick<SequenceStore, 'versions'>;
  leads: Pick<LeadStore, 'findMany'>;
  people: Pick<PersonStore, 'findMany'>;
  products: Pick<ProductStore, 'findMany'>;
  commit: Commit<EnrollmentDocuments>;
  log: Log;
}

/** Publishes `step.due` for the due enrollments of one company and marks their steps as emitted, in one transaction. */
export type PublishDue = (
  session: Session,
  company: string,
  due: readonly EnrollmentDocument[],
  now: Date,
) => Promise<void>;

/** An enrollment whose lead, person, sequence or step is missing ends with this reason: it could never continue. */
const DATA_MISSING = 'data_missing';

const versionKey = (code: string, version: number): string => `${code}|${String(version)}`;

/** The sequence versions of these enrollments, each once. */
const versionsOf = (due: readonly EnrollmentDocument[]) => [
  ...new Map(
    due.map(({ sequence_code: code, sequence_version: version }) => [versionKey(code, version), { code, version }]),
  ).values(),
];

export function createPublishDue(deps: PublishDueDeps): PublishDue {
  const { sequences, leads, people, products, commit, log } = deps;

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

    const publish = (enrollment: EnrollmentDocument): EnrollmentWork => {
      const { lead_id, product_id, sequence_code, sequence_version } = enrollment;
      const sequence = sequenceOf.get(versionKey(sequence_code, sequence_version));
      const lead = leadOf.get(lead_id);
      const person = lead && personOf.get(lead.person_id);
      const productName = configured.get(product_id)?.name ?? product_id;
      const domainEvent = sequence && person && stepDue({ enrollment, sequence, lead, person, productName });
      if (domainEvent)
        return { changes: { enrollments: { replaced: [emitted(enrollment, now)] } }, domainEvents: [domainEvent] };
      log.error({ enrollment_id: enrollment._id }, 'an enrollment ends: its lead, person, sequence or step is missing');
      return exit(enrollment, DATA_MISSING, now);
    };

    await commit(session, company, combine(due.map(publish)));
  };
}
