/**
 * Turns many single calls into few calls with many items: items that arrive while one call runs go together into the
 * next. All items of a call get its answer or its error.
 */
export function createBatcher<Item, Answer>(
  work: (items: readonly Item[]) => Promise<Answer>,
): (item: Item) => Promise<Answer> {
  let next: { items: Item[]; answer: Promise<Answer> } | null = null;
  let previous: Promise<unknown> = Promise.resolve();

  const begin = () => {
    const items: Item[] = [];
    const answer = previous.then(() => {
      next = null;
      return work(items);
    });
    previous = answer.catch(() => undefined); // the callers get the error
    return { items, answer };
  };

  return (item) => {
    next ??= begin();
    next.items.push(item);
    return next.answer;
  };
}
