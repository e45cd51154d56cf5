import type { Module } from '@lead-nurturing/service-kit/module';
import { trackingPages } from './tracking.pages';
import { createTrackingService, type TrackingDeps, type TrackingService } from './tracking.service';

/** Tracking: the public addresses in messages, the open pixel and the links. */
export function createTracking(needs: TrackingDeps): Module<TrackingService> {
  const service = createTrackingService(needs);
  return { service, routes: [], pages: trackingPages(service), workers: [] };
}
