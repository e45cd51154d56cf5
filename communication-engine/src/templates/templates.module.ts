import type { Module } from '@lead-nurturing/service-kit/module';
import type { EngineKit } from '../engine-kit';
import { createRenderer, type Renderer } from './render.host';
import { templateRoutes } from './template.routes';
import { createTemplateService, type TemplateService } from './template.service';
import { createTemplateStore } from './template.store';

/** Templates: their versions, and the thread that renders them. */
export function createTemplates(
  kit: EngineKit,
  links: { publicUrl: string; secret: string },
): Module<TemplateService & { renderer: Renderer }> {
  const renderer = createRenderer(links, kit.monotonicNow);
  const service = createTemplateService({ ...kit, renderer, templates: createTemplateStore(kit.connection) });
  return { service: { ...service, renderer }, routes: templateRoutes(service), workers: [] };
}
