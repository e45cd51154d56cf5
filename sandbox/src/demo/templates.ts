import { analyticsLetters } from './analytics-letters';
import { deskLetters } from './desk-letters';
import { letter } from './letter';

/** Bodies of `POST /templates`. */
export const templates = [...analyticsLetters, ...deskLetters].map(letter);
