import { isDeepStrictEqual } from 'node:util';
import type { PersonDocument } from '../people/person.model';
import type { LeadDocument } from './lead.model';

/** What is told of a lead and its person, as opposed to what is counted and kept about it. */
const LEAD_FIELDS = [
  'crm_user_id',
  'organization_id',
  'trial_status',
  'lead_status',
  'temperature',
  'tags',
  'review_flags',
] as const;
const PERSON_FIELDS = ['name', 'email', 'phone', 'preferred_channel', 'demographics', 'timezone', 'locale'] as const;

const changed = <Field extends string>(
  fields: readonly Field[],
  before: Record<Field, unknown>,
  after: Record<Field, unknown>,
): Field[] => fields.filter((field) => !isDeepStrictEqual(before[field], after[field]));

export const changedOfLead = (before: LeadDocument, after: LeadDocument): string[] =>
  changed(LEAD_FIELDS, before, after);

export const changedOfPerson = (before: PersonDocument, after: PersonDocument): string[] =>
  changed(PERSON_FIELDS, before, after);
