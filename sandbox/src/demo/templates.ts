import { analyticsTemplates } from './analytics-templates';
import { deskTemplates } from './desk-templates';
import { toTemplate } from './email-template';

/** Request bodies of `POST /templates`. */
export const templates = [...analyticsTemplates, ...deskTemplates].map(toTemplate);
