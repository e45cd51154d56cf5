import {
  Context,
  Liquid,
  LiquidError,
  Parser,
  Tokenizer,
  TypeGuards,
  type Template,
  type TopLevelToken,
} from 'liquidjs';
import { createCompiledCache } from './compiled-cache';
import { Unrenderable } from './unrenderable';

type Kind = 'html' | 'text';

/** Tags that read other files; a template is complete in itself. */
const FILE_TAGS = ['include', 'render', 'layout', 'block'];

/** Limits of LiquidJS, far above any message: characters to parse, and characters and list items in memory. */
const LIMITS = { parseLimit: 2_000_000, memoryLimit: 2_000_000 };

/** Steps of one rendering (a tag, an output or a text, once per round of a loop): about a tenth of a second. */
const MAX_STEPS = 50_000;

/** LiquidJS takes tags off the front of an array, so that the time to parse grows with the square of their number. */
const MAX_TAGS = 5_000;

/** Memory of a compiled template in bytes, measured with the costliest sources: per tag, and per character in a tag. */
const BYTES_PER_TAG = 1_500;
const BYTES_PER_TAG_CHARACTER = 120;

function createEngine(output: { outputEscape?: 'escape' }): Liquid {
  const engine = new Liquid({ strictVariables: true, strictFilters: true, lenientIf: true, ...LIMITS, ...output });
  for (const tag of FILE_TAGS) Reflect.deleteProperty(engine.tags, tag);
  return engine;
}

/** Filters that return HTML; escaping their result again would show `&lt;` to the reader. */
const HTML_FILTERS = ['escape', 'escape_once', 'xml_escape'];

/** Escapes each output, unless its last filter returns HTML. */
function createHtmlEngine(): Liquid {
  const engine = createEngine({ outputEscape: 'escape' });
  const { escape_once: escapeOnce, newline_to_br: toBreaks } = engine.filters;
  if (typeof escapeOnce === 'function' && typeof toBreaks === 'function')
    engine.registerFilter('newline_to_br', {
      raw: true,
      handler(text: unknown): unknown {
        return toBreaks.call(this, escapeOnce.call(this, text));
      },
    });
  for (const name of HTML_FILTERS) {
    const handler = engine.filters[name];
    if (typeof handler === 'function') engine.registerFilter(name, { raw: true, handler });
  }
  return engine;
}

const engines = { html: createHtmlEngine(), text: createEngine({}) };

/** Number of tags among tokens (each line of a `{% liquid %}` tag is one as well), and of characters in them. */
function measure(tokens: readonly TopLevelToken[]): { tags: number; characters: number } {
  let [tags, characters] = [0, 0];
  for (const token of tokens) {
    if (TypeGuards.isHTMLToken(token)) continue;
    const lines = TypeGuards.isTagToken(token) && token.name === 'liquid' ? token.args.split('\n').length : 0;
    tags += 1 + lines;
    characters += token.size();
  }
  return { tags, characters };
}

const createCompiler = (kind: Kind, limits: { entries: number; bytes: number }) =>
  createCompiledCache<Template[]>(limits, (source) => {
    const engine = engines[kind];
    const tokens = new Tokenizer(source, engine.options.operators).readTopLevelTokens(engine.options);
    const { tags, characters } = measure(tokens);
    if (tags > MAX_TAGS) throw new Unrenderable(`more than ${String(MAX_TAGS)} Liquid tags`);
    const bytes = source.length + tags * BYTES_PER_TAG + characters * BYTES_PER_TAG_CHARACTER;
    return { compiled: new Parser(engine).parseTokens(tokens), bytes };
  });

/** By source, so that each part of a template version is compiled once while it is in use. */
const compiled = {
  html: createCompiler('html', { entries: 500, bytes: 16_000_000 }),
  text: createCompiler('text', { entries: 1_000, bytes: 8_000_000 }),
};

/** A context that counts steps. LiquidJS's own limit is a time, which harmless messages would exceed on a busy machine. */
function contextOf(engine: Liquid, variables: Record<string, unknown>): Context {
  const context = new Context(variables, engine.options, { sync: true }, { liquid: engine });
  let steps = 0;
  context.renderLimit.check = () => {
    steps += 1;
    if (steps > MAX_STEPS) throw new Error(`more than ${String(MAX_STEPS)} steps to render`);
  };
  return context;
}

/** Compiles one part of a template. Returns the error with its line and column, or null for valid Liquid. */
export function syntaxError(kind: Kind, source: string): string | null {
  try {
    compiled[kind].get(source);
    return null;
  } catch (error) {
    if (LiquidError.is(error) || error instanceof Unrenderable) return error.message;
    throw error;
  }
}

/**
 * Renders one part of a template. In HTML, variables are escaped. Throws `Unrenderable` for an undefined variable
 * without a default, and beyond a limit.
 */
export function renderLiquid(kind: Kind, source: string, variables: Record<string, unknown>): string {
  try {
    const engine = engines[kind];
    return String(engine.renderSync(compiled[kind].get(source), contextOf(engine, variables)));
  } catch (error) {
    if (LiquidError.is(error)) throw new Unrenderable(error.originalError?.message ?? error.message);
    throw error;
  }
}
