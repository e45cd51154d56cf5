import type { Score } from '@lead-nurturing/contracts/leads/score';
import { NotFoundError } from '@lead-nurturing/service-kit/errors';
import type { LeadStore } from '../leads/lead.store';
import type { ScoreStore } from './score.store';

export type Scores = ReturnType<typeof createScores>;

const LATEST = 20;

export function createScores(leads: LeadStore, scores: ScoreStore) {
  return {
    get: async (company: string, leadId: string): Promise<Score> => {
      const lead = await leads.find(company, leadId);
      if (!lead) throw new NotFoundError('lead', leadId);
      const entries = await scores.latest(company, leadId, LATEST);
      return {
        lead_id: leadId,
        engagement_score: lead.engagement_score,
        latest_entries: entries.map(({ points, reason, event_id, at }) => ({
          points,
          reason,
          event_id,
          at: at.toISOString(),
        })),
      };
    },
  };
}
