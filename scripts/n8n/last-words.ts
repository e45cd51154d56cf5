/** The end of what a program said, without the stack traces that hide the reason. */
export const lastWords = (said: string): string =>
  said
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
    .slice(-12)
    .join('\n');
