import type { Kit } from '@lead-nurturing/service-kit/kit';
import type { Module } from '@lead-nurturing/service-kit/module';
import { createPersonStore, type PersonStore } from './person.store';

/** People and their identities. */
export const createPeople = ({ connection }: Kit): Module<PersonStore> => ({
  service: createPersonStore(connection),
  routes: [],
  workers: [],
});
