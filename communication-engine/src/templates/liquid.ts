import { Context, Liquid, LiquidError } from 'liquidjs';
import { occursOver } from './sizes';
import { Unrenderable } from './unrenderable';

/** Tags that read another file: a template stands alone. */
const FILE_TAGS = ['include', 'render', 'layout', 'block'];

/** Far beyond any message people would read. Memory is counted in characters and list items. */
const LIMITS = { parseLimit: 2_000_000, memoryLimit: 2_000_000, renderLimit: 2_000 };

/** Rendering has the process to itself, so that a runaway loop ends after about a tenth of a second. */
const MOST_STEPS = 50_000;

/** Parsing slows down with the square of these. */
const MOST_TAGS = 5_000;

function createEngine(output: { outputEscape?: 'escape' }): Liquid {
  const engine = new Liquid({ strictVariables: true, strictFilters: true, lenientIf: true, ...LIMITS, ...output });
  for (const tag of FILE_TAGS) Reflect.deleteProperty(engine.tags, tag);
  return engine;
}

const engines = { html: createEngine({ outputEscape: 'escape' }), text: createEngine({}) };

const tooManyTags = (source: string): string | null =>
  occursOver(MOST_TAGS, /\{[{%]/, source) ? `more than ${String(MOST_TAGS)} Liquid tags` : null;

/** Counts steps, each time round a loop anew: by the time alone a busy machine would fail the innocent. */
function contextOf(engine: Liquid, variables: Record<string, unknown>): Context {
  const context = new Context(variables, engine.options, { sync: true }, { liquid: engine });
  const limit = context.renderLimit;
  const inTime = limit.check.bind(limit);
  let steps = 0;
  limit.check = (now) => {
    steps += 1;
    if (steps > MOST_STEPS) throw new Error(`more than ${String(MOST_STEPS)} steps to render`);
    inTime(now);
  };
  return context;
}

/** What is wrong with a template, with its line; null when nothing is. */
export function syntaxError(source: string): string | null {
  const tooMany = tooManyTags(source);
  if (tooMany !== null) return tooMany;
  try {
    engines.text.parse(source);
    return null;
  } catch (error) {
    if (LiquidError.is(error)) return error.message;
    throw error;
  }
}

/** Variables are escaped in HTML alone; an undefined one fails the rendering unless the template gives a default. */
export function renderLiquid(kind: 'html' | 'text', source: string, variables: Record<string, unknown>): string {
  const tooMany = tooManyTags(source);
  if (tooMany !== null) throw new Unrenderable(tooMany);
  try {
    const engine = engines[kind];
    return String(engine.renderSync(engine.parse(source), contextOf(engine, variables)));
  } catch (error) {
    if (LiquidError.is(error)) throw new Unrenderable(error.originalError?.message ?? error.message);
    throw error;
  }
}
