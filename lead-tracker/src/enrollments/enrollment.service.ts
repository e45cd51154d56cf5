import {
  LeadEnrolled,
  type EnrollLead,
  type Enrollment,
  type ReportStep,
} from '@lead-nurturing/contracts/sequences/enrollment';
import type { DeadLetters } from '@lead-nurturing/service-kit/dead-letters/dead-letter.service';
import { NotFoundError } from '@lead-nurturing/service-kit/errors';
import type { Idempotent } from '@lead-nurturing/service-kit/mongo/idempotency';
import type { InTransaction, Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { combine, type Commit } from '@lead-nurturing/service-kit/unit-of-work';
import type { LeadDocument } from '../leads/lead.model';
import type { LeadStore } from '../leads/lead.store';
import { sequenceCode } from '../sequences/compile';
import type { SequenceDocument } from '../sequences/sequence.model';
import type { SequenceStore } from '../sequences/sequence.store';
import type { EnrollmentDocument, ReachedStep } from './enrollment.model';
import type { EnrollmentStore } from './enrollment.store';
import type { ExitsOf } from './exit-enrollments.service';
import { advanced, awaits, failedStep, reach, type EnrollmentDocuments, type EnrollmentWork } from './progress';

export type Enrollments = ReturnType<typeof createEnrollmentService>;

interface EnrollmentsDeps {
  enrollments: EnrollmentStore;
  leads: Pick<LeadStore, 'find'>;
  sequences: SequenceStore;
  exitsOf: ExitsOf;
  commit: Commit<EnrollmentDocuments>;
  deadLetters: Pick<DeadLetters, 'ofStep'>;
  inTransaction: InTransaction;
  idempotent: Idempotent;
  clock: Clock;
  newId: () => string;
}

const toStep = ({ due_at, emitted_at, reported_at, ...step }: ReachedStep): Enrollment['steps'][number] => ({
  ...step,
  due_at: due_at.toISOString(),
  emitted_at: emitted_at?.toISOString() ?? null,
  reported_at: reported_at?.toISOString() ?? null,
});

function toEnrollment(enrollment: EnrollmentDocument): Enrollment {
  const { _id, company_id: _company, steps, next_due_at, created_at, updated_at, ...rest } = enrollment;
  return {
    id: _id,
    ...rest,
    steps: steps.map(toStep),
    next_due_at: next_due_at?.toISOString() ?? null,
    created_at: created_at.toISOString(),
    updated_at: updated_at.toISOString(),
  };
}

/** A new enrollment and the domain event that publishes it. */
function begin(_id: string, lead: LeadDocument, sequence: SequenceDocument, now: Date) {
  const [first] = sequence.steps;
  if (!first) throw new Error('a sequence has no steps');
  const { company_id, _id: lead_id, product_id, version: lead_seq } = lead;
  const { code: sequence_code, version: sequence_version, stage } = sequence;
  const step = reach(first, now);
  const enrollment: EnrollmentDocument = {
    _id,
    company_id,
    lead_id,
    product_id,
    sequence_code,
    sequence_version,
    stage,
    status: 'active',
    exit_reason: null,
    steps: [step],
    next_due_at: step.due_at,
    created_at: now,
    updated_at: now,
  };
  const data = { lead_id, product_id, sequence: { enrollment_id: _id, sequence_code, sequence_version } };
  const work: EnrollmentWork = {
    changes: { enrollments: { inserted: [enrollment] } },
    domainEvents: [{ type: 'lead.enrolled', occurred_at: now, subject: lead_id, lead_seq, data }],
  };
  return { enrollment, work };
}

/** The enrollment after a report, and `enrollment.completed` when that was its last step. */
function saved(enrollment: EnrollmentDocument): EnrollmentWork {
  const { _id: enrollment_id, lead_id, product_id, sequence_code, updated_at } = enrollment;
  const data = { lead_id, product_id, enrollment_id, sequence_code };
  return {
    changes: { enrollments: { replaced: [enrollment] } },
    ...(enrollment.status === 'completed' && {
      domainEvents: [{ type: 'enrollment.completed', occurred_at: updated_at, subject: lead_id, data }],
    }),
  };
}

export function createEnrollmentService(deps: EnrollmentsDeps) {
  const { enrollments, leads, sequences, exitsOf, commit, deadLetters, inTransaction, idempotent, clock, newId } = deps;

  /** An enrollment that was exited is not resumed: a lead back in an earlier stage does not repeat its sequence. */
  const enter = async (session: Session, lead: LeadDocument, sequence: SequenceDocument) => {
    const known = await enrollments.inSequence(session, lead.company_id, lead._id, sequence.code);
    if (known) return { result: 'already_enrolled' as const, enrollment: known, work: {} };
    return { result: 'enrolled' as const, ...begin(newId(), lead, sequence, clock.now()) };
  };

  return {
    enroll: async (company: string, { lead_id, stage, idempotency_key: key }: EnrollLead): Promise<LeadEnrolled> => {
      // An unknown lead is a 404, also under a key that was used for another lead.
      if (!(await leads.find(company, lead_id))) throw new NotFoundError('lead', lead_id);
      const subject = JSON.stringify([lead_id, stage]);
      const operation = { company, operation: 'enrollment', key, subject, result: LeadEnrolled };
      return idempotent(operation, async (session): Promise<LeadEnrolled> => {
        const lead = await leads.find(company, lead_id, session);
        if (!lead) throw new NotFoundError('lead', lead_id);
        if (lead.stage !== stage) return { result: 'stage_passed', enrollment: null };
        // Moving the lead ended its other enrollments, except one that began in parallel and did not see the move.
        const exits = await exitsOf(session, lead, { reason: 'stage_changed', now: clock.now(), keep: lead.stage });
        const sequence = await sequences.current(session, company, sequenceCode(lead.product_id, stage));
        const entered = sequence && (await enter(session, lead, sequence));
        await commit(session, company, combine([exits, entered?.work ?? {}]));
        if (!entered) return { result: 'no_sequence', enrollment: null };
        return { result: entered.result, enrollment: toEnrollment(entered.enrollment) };
      });
    },
    /** The first report of a step counts; a repeated report changes nothing. */
    report: (company: string, report: ReportStep): Promise<Enrollment> =>
      inTransaction(async (session) => {
        const enrollment = await enrollments.find(company, report.enrollment_id, session);
        if (!enrollment) throw new NotFoundError('enrollment', report.enrollment_id);
        if (!awaits(enrollment, report)) return toEnrollment(enrollment);
        const { sequence_code, sequence_version } = enrollment;
        const sequence = await sequences.version(session, company, sequence_code, sequence_version);
        const steps = sequence?.steps ?? [];
        const after = advanced(enrollment, report, steps, clock.now());
        await commit(session, company, saved(after));
        const failed = failedStep(enrollment, report, steps);
        if (failed) await deadLetters.ofStep(session, company, enrollment._id, report.step_number, failed);
        return toEnrollment(after);
      }),
    get: async (company: string, id: string): Promise<Enrollment> => {
      const enrollment = await enrollments.find(company, id);
      if (!enrollment) throw new NotFoundError('enrollment', id);
      return toEnrollment(enrollment);
    },
  };
}
