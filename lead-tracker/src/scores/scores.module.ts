import type { Kit } from '@lead-nurturing/service-kit/kit';
import type { Module } from '@lead-nurturing/service-kit/module';
import { createScoreStore, type ScoreStore } from './score.store';

/** Scores: what an event is worth, and the ledger that explains each score. */
export const createScores = ({ connection }: Kit): Module<ScoreStore> => ({
  service: createScoreStore(connection),
  routes: [],
  workers: [],
});
