import { Liquid, LiquidError } from 'liquidjs';

/** Tags that read another file: a template stands alone. */
const FILE_TAGS = ['include', 'render', 'layout', 'block'];

/** Far beyond any message people would read; a runaway loop ends here. */
const LIMITS = { parseLimit: 2_000_000, memoryLimit: 20_000_000, renderLimit: 2_000 };

function createEngine(output: { outputEscape?: 'escape' }): Liquid {
  const engine = new Liquid({ strictVariables: true, strictFilters: true, lenientIf: true, ...LIMITS, ...output });
  for (const tag of FILE_TAGS) Reflect.deleteProperty(engine.tags, tag);
  return engine;
}

const engines = { html: createEngine({ outputEscape: 'escape' }), text: createEngine({}) };

export type Rendering = { status: 'rendered'; output: string } | { status: 'failed'; reason: string };

/** What is wrong with a template, with its line; null when nothing is. */
export function syntaxError(source: string): string | null {
  try {
    engines.text.parse(source);
    return null;
  } catch (error) {
    if (LiquidError.is(error)) return error.message;
    throw error;
  }
}

/** Variables are escaped in HTML alone; an undefined one fails the rendering unless the template gives a default. */
export function renderLiquid(kind: 'html' | 'text', source: string, variables: Record<string, unknown>): Rendering {
  try {
    return { status: 'rendered', output: String(engines[kind].parseAndRenderSync(source, variables)) };
  } catch (error) {
    if (LiquidError.is(error)) return { status: 'failed', reason: error.originalError?.message ?? error.message };
    throw error;
  }
}
