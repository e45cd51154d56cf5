/**
 * One call for many instead of many calls for one: while one is under way, the next ones gather. All that went together
 * get its answer, or its failure.
 */
export function createBatcher<Item, Answer>(
  work: (items: readonly Item[]) => Promise<Answer>,
): (item: Item) => Promise<Answer> {
  let gathering: { items: Item[]; answer: Promise<Answer> } | null = null;
  let before: Promise<unknown> = Promise.resolve();

  const gather = () => {
    const items: Item[] = [];
    const answer = before.then(() => {
      gathering = null;
      return work(items);
    });
    before = answer.catch(() => undefined); // those who wait for it hear of it
    return { items, answer };
  };

  return (item) => {
    gathering ??= gather();
    gathering.items.push(item);
    return gathering.answer;
  };
}
