import type { Module } from '@lead-nurturing/service-kit/module';
import type { EngineKit } from '../engine-kit';
import { createLimit, type Limit } from './limit.service';
import { createReservationStore } from './reservation.store';
import type { Rate } from './slot';

interface Limits {
  /** The limit of this name; instances with the same database and name share it. */
  limitOf: (name: string, rate: Rate) => Limit;
}

/** Limits: how many messages may be submitted in a window of time, over all instances. */
export function createLimits(kit: EngineKit): Module<Limits> {
  const deps = { reservations: createReservationStore(kit.connection), monotonicNow: kit.monotonicNow };
  return { service: { limitOf: (name, rate) => createLimit(deps, name, rate) }, routes: [], workers: [] };
}
