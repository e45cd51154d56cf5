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
import type { Outbox } from '@lead-nurturing/service-kit/outbox/outbox';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { LeadDocument } from '../leads/lead.model';
import type { LeadStore } from '../leads/lead.store';
import { sequenceCode } from '../sequences/compile';
import type { SequenceDocument } from '../sequences/sequence.model';
import type { SequenceStore } from '../sequences/sequence.store';
import type { EnrollmentDocument } from './enrollment.model';
import type { EnrollmentStore } from './enrollment.store';
import type { ExitEnrollments } from './exit-enrollments.service';
import { failedStep } from './failed-step';
import { advanced, awaits, reach } from './progress';
import { toEnrollment } from './to-enrollment';

export type Enrollments = ReturnType<typeof createEnrollments>;

interface EnrollmentsDeps {
  enrollments: EnrollmentStore;
  leads: LeadStore;
  sequences: SequenceStore;
  exitEnrollments: ExitEnrollments;
  outbox: Outbox;
  deadLetters: Pick<DeadLetters, 'ofStep'>;
  inTransaction: InTransaction;
  idempotent: Idempotent;
  clock: Clock;
  newId: () => string;
}

export function createEnrollments(deps: EnrollmentsDeps) {
  const {
    enrollments,
    leads,
    sequences,
    exitEnrollments,
    outbox,
    deadLetters,
    inTransaction,
    idempotent,
    clock,
    newId,
  } = deps;

  const begin = (lead: LeadDocument, sequence: SequenceDocument): EnrollmentDocument => {
    const now = clock.now();
    const [first] = sequence.steps;
    if (!first) throw new Error('a sequence without steps');
    const step = reach(first, now);
    return {
      _id: newId(),
      company_id: lead.company_id,
      lead_id: lead._id,
      product_id: lead.product_id,
      sequence_code: sequence.code,
      sequence_version: sequence.version,
      stage: sequence.stage,
      status: 'active',
      exit_reason: null,
      steps: [step],
      next_due_at: step.due_at,
      created_at: now,
      updated_at: now,
    };
  };

  /** An enrollment that was left is not resumed: a lead back in a stage it knows hears nothing of its sequence again. */
  const enter = async (session: Session, lead: LeadDocument, sequence: SequenceDocument): Promise<LeadEnrolled> => {
    const { company_id: company, _id: lead_id, product_id } = lead;
    const known = await enrollments.inSequence(session, company, lead_id, sequence.code);
    if (known) return { result: 'already_enrolled', enrollment: toEnrollment(known) };
    const enrollment = begin(lead, sequence);
    await enrollments.insert(session, enrollment);
    const { _id: enrollment_id, sequence_code, sequence_version } = enrollment;
    await outbox.append(session, company, [
      {
        type: 'lead.enrolled',
        occurred_at: enrollment.created_at,
        subject: lead_id,
        lead_seq: lead.version,
        data: { lead_id, product_id, sequence: { enrollment_id, sequence_code, sequence_version } },
      },
    ]);
    return { result: 'enrolled', enrollment: toEnrollment(enrollment) };
  };

  /** Moving the lead has ended its other enrollments, but for one that began at the same moment and did not see the move. */
  const leaveOthers = async (session: Session, lead: LeadDocument) => {
    const exit = { reason: 'stage_changed', now: clock.now(), keep: lead.stage };
    await outbox.append(session, lead.company_id, await exitEnrollments(session, lead, exit));
  };

  const complete = async (
    session: Session,
    { _id, company_id, lead_id, product_id, sequence_code, updated_at }: EnrollmentDocument,
  ) => {
    const data = { lead_id, product_id, enrollment_id: _id, sequence_code };
    await outbox.append(session, company_id, [
      { type: 'enrollment.completed', occurred_at: updated_at, subject: lead_id, data },
    ]);
  };

  return {
    enroll: (company: string, { lead_id, stage, idempotency_key }: EnrollLead): Promise<LeadEnrolled> => {
      const operation = { company, operation: 'enrollment', key: idempotency_key, result: LeadEnrolled };
      return idempotent(operation, async (session): Promise<LeadEnrolled> => {
        const lead = await leads.find(company, lead_id, session);
        if (!lead) throw new NotFoundError('lead', lead_id);
        if (lead.stage !== stage) return { result: 'stage_passed', enrollment: null };
        await leaveOthers(session, lead);
        const sequence = await sequences.current(session, company, sequenceCode(lead.product_id, stage));
        return sequence ? enter(session, lead, sequence) : { result: 'no_sequence', enrollment: null };
      });
    },
    /** The first report of a step counts; a repeated one changes nothing. */
    report: (company: string, report: ReportStep): Promise<Enrollment> =>
      inTransaction(async (session) => {
        const enrollment = await enrollments.find(company, report.enrollment_id, session);
        if (!enrollment) throw new NotFoundError('enrollment', report.enrollment_id);
        if (!awaits(enrollment, report)) return toEnrollment(enrollment);
        const { sequence_code, sequence_version } = enrollment;
        const sequence = await sequences.version(session, company, sequence_code, sequence_version);
        const steps = sequence?.steps ?? [];
        const after = advanced(enrollment, report, steps, clock.now());
        await enrollments.save(session, [after]);
        const failed = failedStep(enrollment, report, steps);
        if (failed) await deadLetters.ofStep(session, company, enrollment._id, report.step_number, failed);
        if (after.status === 'completed') await complete(session, after);
        return toEnrollment(after);
      }),
    get: async (company: string, id: string): Promise<Enrollment> => {
      const enrollment = await enrollments.find(company, id);
      if (!enrollment) throw new NotFoundError('enrollment', id);
      return toEnrollment(enrollment);
    },
  };
}
