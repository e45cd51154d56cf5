import type { Kit } from '@lead-nurturing/service-kit/kit';
import type { Module } from '@lead-nurturing/service-kit/module';
import { createSequenceStore, type SequenceStore } from './sequence.store';

/** Sequences: plans of actions, in versions. */
export const createSequences = ({ connection }: Kit): Module<SequenceStore> => ({
  service: createSequenceStore(connection),
  routes: [],
  workers: [],
});
